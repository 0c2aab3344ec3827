/** @typedef {import("../types.js").LineEvent} LineEvent */
/** @typedef {import("../types.js").NoticeKind} NoticeKind */

/** What the line says of itself, and what people ought to know of the call in front. */
export class LineNews {
  /** @type {import("../types.js").Connection} */
  connection = "connecting";
  /** @type {string | null} */
  whyLost = null;
  /** @type {import("../types.js").PhoneLine | null} */
  phoneLine = null;
  /** @type {import("../types.js").LineService | null} */
  service = null;
  /** @type {Map<NoticeKind, string>} */
  notices = new Map();
  /** @type {string | null} what the vendor says of the agent */
  agentWords = null;

  /**
   * @param {LineEvent} event
   * @returns {boolean}  whether it was about the line
   */
  take(event) {
    if (event.type === "state") [this.connection, this.whyLost] = [event.connection, event.words];
    else if (event.type === "phoneLine") this.phoneLine = event.line;
    else if (event.type === "service") this.service = event.service;
    else if (event.type === "agent") this.agentWords = event.words;
    else return false;
    return true;
  }

  /**
   * @param {NoticeKind} kind
   * @param {string | null} words
   * @returns {boolean}  whether that is new
   */
  notice(kind, words) {
    if ((this.notices.get(kind) ?? null) === words) return false;
    if (words) this.notices.set(kind, words);
    else this.notices.delete(kind);
    return true;
  }
}
