/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").FollowUp} FollowUp */
/** @typedef {{note: string, outcome?: string, followUp?: FollowUp}} Draft */

/**
 * @typedef {object} DraftsParts
 * @property {Pick<import("../lib/live-socket.js").LiveSocket, "send" | "onMessage" | "onConnection">} socket
 * @property {Clock} clock
 * @property {() => Pick<Storage, "getItem" | "setItem" | "removeItem">} storage  of this tab
 */

const EVERY = 1_000;
const KEY = "wrap-up ";

/** What an agent types about calls: kept in this tab at once, and told to the desk at most once a second. */
export class Drafts {
  #parts;
  /** @type {Map<string, Draft>} */
  #drafts = new Map();
  /** @type {Map<string, string>} notes as the desk has them */
  #noted = new Map();
  /** @type {{call: string, text: string}[]} said, and not said back yet */
  #said = [];
  #isOpen = false;
  /** @type {number | null} */
  #timer = null;
  /** @type {Set<string>} */
  #waiting = new Set();

  /** @param {DraftsParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.socket.onConnection((connection) => this.#connected(connection === "open"));
    parts.socket.onMessage((message) => {
      if (message.type === "noted") this.#heard(message.call);
    });
  }

  /**
   * @param {string} call
   * @returns {Draft | null}
   */
  read(call) {
    const known = this.#drafts.get(call);
    if (known) return known;
    const kept = this.#load(call);
    if (!kept) return null;
    this.#drafts.set(call, kept);
    // The page before this one may have had no time to say it.
    if (kept.note !== "") this.#say(call);
    return kept;
  }

  /**
   * @param {string} call
   * @param {Partial<Draft>} changes
   */
  write(call, changes) {
    const before = this.read(call);
    const draft = { ...(before ?? { note: "" }), ...changes };
    this.#drafts.set(call, draft);
    this.#store(call, draft);
    if (draft.note !== (before?.note ?? "")) this.#say(call);
  }

  /**
   * Whether the desk has every word.
   *
   * @param {string} call
   */
  isSafe(call) {
    const note = this.read(call)?.note ?? "";
    return note === (this.#noted.get(call) ?? "");
  }

  /** @param {string} call  what was typed is where it belongs */
  forget(call) {
    this.#drafts.delete(call);
    this.#noted.delete(call);
    this.#waiting.delete(call);
    this.#said = this.#said.filter((said) => said.call !== call);
    try {
      this.#parts.storage().removeItem(KEY + call);
    } catch {
      // Nothing was kept there, then.
    }
  }

  /** @param {string} call */
  #say(call) {
    this.#waiting.add(call);
    if (this.#isOpen && this.#timer === null) this.#flush();
  }

  #flush() {
    for (const call of this.#waiting) {
      const text = this.read(call)?.note ?? "";
      this.#parts.socket.send({ type: "note", call, text });
      this.#said.push({ call, text });
    }
    this.#waiting.clear();
    this.#timer = this.#parts.clock.start(() => {
      this.#timer = null;
      if (this.#isOpen && this.#waiting.size > 0) this.#flush();
    }, EVERY);
  }

  /** @param {string} call */
  #heard(call) {
    const place = this.#said.findIndex((said) => said.call === call);
    const [said] = place < 0 ? [] : this.#said.splice(place, 1);
    if (said) this.#noted.set(call, said.text);
  }

  /** @param {boolean} isOpen */
  #connected(isOpen) {
    this.#isOpen = isOpen;
    this.#said = [];
    if (!isOpen) return;
    for (const call of this.#drafts.keys()) if (!this.isSafe(call)) this.#waiting.add(call);
    if (this.#waiting.size > 0 && this.#timer === null) this.#flush();
  }

  /**
   * @param {string} call
   * @returns {Draft | null}
   */
  #load(call) {
    try {
      const kept = JSON.parse(this.#parts.storage().getItem(KEY + call) ?? "null");
      return typeof kept?.note === "string" ? kept : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {string} call
   * @param {Draft} draft
   */
  #store(call, draft) {
    try {
      this.#parts.storage().setItem(KEY + call, JSON.stringify(draft));
    } catch {
      // Kept for this page only.
    }
  }
}
