import { Listeners } from "../../lib/listeners.js";
import { secondsIn } from "./engagements.js";
import { answerTo, eventIdOf, isObject, refusalOf } from "./wire.js";

/** @typedef {import("./engagements.js").Engagement} Engagement */
/** @typedef {import("../types.js").ToolbarMessage} ToolbarMessage */
/** @typedef {import("../types.js").WrapUpValues} WrapUpValues */

/**
 * @typedef {object} WrapUpsParts
 * @property {(message: Record<string, unknown>) => void} send
 * @property {import("../../types.js").Clock} clock
 * @property {string[]} outcomes
 * @property {(call: string, answers: {outcome: string, note: string, followUp: string}) => Promise<{status: number, body: any}>} post
 * @property {(call: string, note: string) => void} keep  what was typed so far
 * @property {(call: string, isOurs: boolean) => void} claim  whether this window asks about the call, and no other form
 * @property {(id: string) => Engagement | null} find
 */

/** @typedef {{name: string, values: WrapUpValues, until: number | null, problem: string | null, saving: boolean, canLeave: boolean} | null} WrapUpWindowView */

/** @type {Record<string, keyof WrapUpValues>} */
const FIELDS = {
  ResolutionCd: "outcome",
  SVCMCA_WRAPUP_OUTCOME: "outcome",
  CommReason: "reason",
  SVCMCA_WRAPUP_COMM_REASON: "reason",
  CallNotes: "note",
  SVCMCA_WRAPUP_INTERACTION_NOTES: "note",
};
const NAMES = { outcome: "WrapUp.ResolutionCd", reason: "SVCMCA_WRAPUP_COMM_REASON", note: "WrapUp.CallNotes" };
const LONGEST = { outcome: 200, reason: 200, note: 9_000 };
const UNREACHABLE = "The desk cannot be reached. Your words are kept here: try again in a moment.";
const NO_RECORD = "The desk has not written this call down, so that its wrap-up has no place. Copy your note if you need it.";
const CHOOSE = "Choose an outcome.";
const GONE = "The desk has closed this wrap-up. Copy your note if you need it.";
const SIGNED_OUT = "You are signed out. Sign in again in another tab, then save.";
const FAILED = "That did not work. Your words are kept: try again in a moment.";

/** What is written about the toolbar's calls: one window, whose fields the toolbar can read and set, too. */
export class WrapUps {
  #parts;
  /** @type {Engagement | null} */
  #shown = null;
  /** @type {number | null} */
  #until = null;
  /** @type {number | null} */
  #timer = null;
  /** @type {string | null} */
  #problem = null;
  #saving = false;
  /** @type {Listeners<WrapUpWindowView>} */
  #watchers = new Listeners();

  /** @param {WrapUpsParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {(view: WrapUpWindowView) => void} watcher */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.view);
  }

  /** @returns {WrapUpWindowView} */
  get view() {
    if (!this.#shown) return null;
    const { name, wrapUp } = this.#shown;
    const canLeave = this.#problem === NO_RECORD || this.#problem === GONE;
    return { name, values: wrapUp, until: this.#until, problem: this.#problem, saving: this.#saving, canLeave };
  }

  /** @param {Engagement} engagement  its record is known: from now on this window asks about it */
  known(engagement) {
    if (engagement.record) this.#parts.claim(engagement.record.key, true);
    if (engagement.record && engagement.wrapUp.note) this.#parts.keep(engagement.record.key, noteOf(engagement.wrapUp));
  }

  /** @param {Engagement} engagement  it is over, with something to write */
  open(engagement) {
    if (this.#shown && this.#shown !== engagement) this.leave();
    this.#shown = engagement;
    this.#problem = null;
    const { SVCMCA_WRAPUP_TIMEOUT: seconds, SVCMCA_WRAPUP_COMM_REASON: reason, SVCMCA_WRAPUP_INTERACTION_NOTES: note } = engagement.inData;
    if (!engagement.wrapUp.reason && reason) this.#put(engagement, "reason", reason);
    if (!engagement.wrapUp.note && note) this.#put(engagement, "note", note);
    this.#run(secondsIn(seconds));
    this.#changed();
  }

  /** @param {Engagement} engagement  it is over for good: what was chosen is saved, what was only typed stays with the desk */
  end(engagement) {
    const isShown = this.#shown === engagement;
    if (isShown && engagement.wrapUp.outcome && engagement.record) void this.save();
    else if (isShown) this.leave();
  }

  /** Closes the window. The desk asks for what was typed and not saved. */
  leave() {
    const left = this.#shown;
    this.#close();
    if (left?.record && left.wrapUp.note) this.#parts.claim(left.record.key, false);
  }

  /**
   * Typed here, or during the call.
   *
   * @param {Partial<WrapUpValues>} values
   * @param {Engagement | null} [engagement]
   */
  type(values, engagement = this.#shown) {
    if (!engagement) return;
    for (const [field, value] of Object.entries(values)) {
      const name = /** @type {keyof WrapUpValues} */ (field);
      const oldValue = engagement.wrapUp[name];
      if (oldValue === value) continue;
      this.#put(engagement, name, value);
      this.#push(engagement, "change", { field: NAMES[name], value, oldValue });
    }
  }

  async save() {
    const engagement = this.#shown;
    if (!engagement || this.#saving) return;
    const { wrapUp, record } = engagement;
    this.#problem = !record ? NO_RECORD : wrapUp.outcome === "" ? CHOOSE : null;
    if (!record || this.#problem) return this.#changed();
    this.#saving = true;
    this.#push(engagement, "beforeSave", {});
    this.#changed();
    try {
      const answer = await this.#parts.post(record.key, { outcome: wrapUp.outcome, note: noteOf(wrapUp), followUp: "none" });
      this.#problem = problemIn(answer);
    } catch {
      this.#problem = UNREACHABLE;
    }
    this.#saving = false;
    if (this.#problem === null) this.#saved(engagement);
    else this.#changed();
  }

  /**
   * @param {ToolbarMessage} message
   * @returns {boolean}  whether it was about a wrap-up
   */
  take(message) {
    const { method, data } = message;
    if (method !== "getWrapUpFields" && method !== "setWrapUpFields" && method !== "saveWrapUp") return false;
    const engagement = this.#parts.find(eventIdOf(data.eventId) ?? "");
    if (!engagement || engagement.state === "over") this.#parts.send(refusalOf(message, "There is no such wrap-up."));
    else if (method === "setWrapUpFields") this.#set(message, engagement);
    else if (method === "saveWrapUp") void this.#saveFor(message, engagement);
    else this.#answer(message, engagement);
    return true;
  }

  /**
   * @param {ToolbarMessage} message
   * @param {Engagement} engagement
   */
  #set(message, engagement) {
    const values = isObject(message.data.values) ? Object.entries(message.data.values) : [];
    for (const [name, value] of values) {
      const field = fieldOf(name);
      if (!field) return this.#parts.send(refusalOf(message, `A wrap-up has no field ${name}.`));
      if (field === "outcome" && !this.#parts.outcomes.includes(String(value))) {
        return this.#parts.send(refusalOf(message, `The outcome must be one of: ${this.#parts.outcomes.join(", ")}.`));
      }
      this.#put(engagement, field, String(value ?? ""));
    }
    this.#answer(message, engagement);
    this.#changed();
  }

  /**
   * @param {ToolbarMessage} message
   * @param {Engagement} engagement
   */
  async #saveFor(message, engagement) {
    if (this.#shown === engagement) await this.save();
    if (this.#shown === engagement) this.#parts.send(refusalOf(message, this.#problem ?? FAILED));
    else this.#answer(message, engagement);
  }

  /**
   * @param {ToolbarMessage} message
   * @param {Engagement} engagement
   */
  #answer(message, engagement) {
    const names = Array.isArray(message.data.names) && message.data.names.length > 0 ? message.data.names : Object.values(NAMES);
    const values = names.map((/** @type {unknown} */ name) => {
      const field = fieldOf(String(name));
      return [String(name), field ? engagement.wrapUp[field] : null];
    });
    this.#parts.send(answerTo(message, { eventId: engagement.id, outData: Object.fromEntries(values) }));
  }

  /**
   * @param {Engagement} engagement
   * @param {keyof WrapUpValues} field
   * @param {unknown} value
   */
  #put(engagement, field, value) {
    engagement.wrapUp = { ...engagement.wrapUp, [field]: String(value ?? "").slice(0, LONGEST[field]) };
    if (engagement.record && field !== "outcome") this.#parts.keep(engagement.record.key, noteOf(engagement.wrapUp));
  }

  /**
   * @param {Engagement} engagement
   * @param {"change" | "beforeSave" | "afterSave"} kind
   * @param {Record<string, unknown>} fields
   */
  #push(engagement, kind, fields) {
    this.#parts.send({ method: "onWrapUpEvent", channel: "PHONE", eventId: engagement.id, kind, ...fields });
  }

  /** @param {Engagement} engagement */
  #saved(engagement) {
    engagement.close("ENDCOMMUNICATION");
    this.#push(engagement, "afterSave", {});
    const outData = { updateType: "WRAPUP_SAVED", SVCMCA_WRAPUP_ID: engagement.id };
    this.#parts.send({ method: "onDataUpdated", channel: "PHONE", channelType: "ORA_SVC_PHONE", eventId: engagement.id, outData });
    this.#close();
  }

  #close() {
    this.#shown = this.#until = this.#problem = null;
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = null;
    this.#changed();
  }

  /** @param {number | null} seconds */
  #run(seconds) {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#until = seconds === null ? null : this.#parts.clock.now() + seconds * 1_000;
    this.#timer = seconds === null ? null : this.#parts.clock.start(() => this.#shown && this.end(this.#shown), seconds * 1_000);
  }

  #changed() {
    this.#watchers.tell(this.view);
  }
}

/** @param {string} name  with or without the record's name before it */
const fieldOf = (name) => FIELDS[name.replace(/^WrapUp\./, "")] ?? null;

/** @param {WrapUpValues} values  as the desk keeps them */
const noteOf = ({ reason, note }) => (reason ? `Reason: ${reason}${note ? `\n${note}` : ""}` : note);

/** @param {{status: number, body: any}} answer */
function problemIn({ status, body }) {
  if (status === 204 || status === 200) return null;
  if (status === 422) return String(body?.error ?? FAILED);
  return status === 404 ? GONE : status === 401 || status === 403 ? SIGNED_OUT : FAILED;
}
