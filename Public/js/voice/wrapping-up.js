import { Listeners } from "../lib/listeners.js";

/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").WrapUp} WrapUp */
/** @typedef {import("./drafts.js").Draft} Draft */
/** @typedef {import("./drafts.js").Drafts} Drafts */
/** @typedef {{outcome: string, note: string, followUp: import("../types.js").FollowUp}} Answers */
/** @typedef {{field: string, words: string}} FieldError */

/**
 * @typedef {object} WrappingUpParts
 * @property {Drafts} drafts
 * @property {Clock} clock
 * @property {(call: string) => void} [done]  what was to be written about a call is written, or its time is over
 * @property {(call: string, answers: Answers) => Promise<{status: number, body: any}>} post  rejects where the desk cannot be reached
 */

/**
 * What a wrap-up form shows.
 *
 * @typedef {object} WrapUpView
 * @property {WrapUp | null} form
 * @property {Answers} answers
 * @property {number | null} until  this page's clock
 * @property {FieldError | null} error
 * @property {string | null} problem
 * @property {boolean} saving
 * @property {string | null} said  how the last one ended
 */

const SHOWN = 4_000;
const SAVED = "Wrap-up saved.";
const OVER = "The time for the wrap-up is over. What you wrote is kept.";
const UNREACHABLE = "The desk cannot be reached. Your words are kept here, and sent when it is back.";
const CLOSED = "The desk has closed this wrap-up, so that it cannot be saved. Copy your note if you need it.";
const LATE = "The time is over, and your last words may not have arrived. Press Save wrap-up.";
const SIGNED_OUT = "You are signed out. Your words are kept here: sign in again, then save.";
const FAILED = "That did not work. Your words are kept: try again in a moment.";

/** @type {Answers} */
const NONE = { outcome: "", note: "", followUp: "none" };

/** What an agent says of a call after it. Nothing typed is lost before the desk has it. */
export class WrappingUp {
  #parts;
  /** @type {WrapUp | null} */
  #form = null;
  /** @type {number | null} */
  #until = null;
  /** @type {FieldError | null} */
  #error = null;
  /** @type {string | null} */
  #problem = null;
  /** @type {string | null} */
  #said = null;
  #saving = false;
  #retries = false;
  /** @type {string | null} */
  #talk = null;
  /** @type {Set<string>}  calls that another form asks about */
  #elsewhere = new Set();
  /** @type {Listeners<WrapUpView>} */
  #watchers = new Listeners();

  /** @param {WrappingUpParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {(view: WrapUpView) => void} watcher  called at once and after every change */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.view);
  }

  /** @returns {WrapUpView} */
  get view() {
    return {
      form: this.#isTalk || this.#isElsewhere ? null : this.#form,
      answers: this.#answers,
      until: this.#until,
      error: this.#error,
      problem: this.#problem,
      saving: this.#saving,
      said: this.#isElsewhere ? null : this.#said,
    };
  }

  /** @param {WrapUp | null} form  as the desk has it */
  take(form) {
    if (form === null) return this.#gone();
    if (form.call !== this.#form?.call) this.#error = this.#problem = this.#said = null;
    this.#form = form;
    this.#until = form.until === null ? null : form.until + (this.#parts.clock.now() - form.now);
    this.#changed();
  }

  /**
   * The call that people talk in now: until its end it has a note, and no form.
   *
   * @param {string | null} call
   */
  talk(call) {
    if (call === this.#talk) return;
    this.#talk = call;
    if (this.#isTalk) this.#error = this.#problem = null;
    this.#changed();
  }

  /**
   * Another form on this page asks about a call, or does so no more.
   *
   * @param {string} call
   * @param {boolean} elsewhere
   */
  leaveTo(call, elsewhere) {
    if (elsewhere) this.#elsewhere.add(call);
    else this.#elsewhere.delete(call);
    this.#changed();
  }

  /** @param {Partial<Draft>} changes */
  type(changes) {
    if (this.#form) this.#parts.drafts.write(this.#form.call, changes);
  }

  async save() {
    const form = this.#form;
    if (!form || this.#saving) return;
    this.#saving = true;
    this.#retries = false;
    this.#error = this.#problem = null;
    this.#changed();
    try {
      this.#answered(form, await this.#parts.post(form.call, this.#answers));
    } catch {
      this.#problem = UNREACHABLE;
      this.#retries = true;
    }
    this.#saving = false;
    this.#changed();
  }

  /** The desk is back. */
  connected() {
    if (this.#retries) void this.save();
  }

  get #isTalk() {
    return this.#form !== null && this.#form.call === this.#talk;
  }

  get #isElsewhere() {
    return this.#form !== null && this.#elsewhere.has(this.#form.call);
  }

  /** @returns {Answers}  what was typed here; else what the desk has */
  get #answers() {
    const form = this.#form;
    if (!form) return NONE;
    const { note = form.note, outcome = form.outcome, followUp = form.followUp } = this.#parts.drafts.read(form.call) ?? {};
    return { note, outcome, followUp };
  }

  /**
   * @param {WrapUp} form
   * @param {{status: number, body: any}} answer
   */
  #answered(form, { status, body }) {
    if (status === 204 || status === 200) return this.#end(form, SAVED);
    if (status === 422) this.#error = { field: String(body?.field ?? ""), words: String(body?.error ?? FAILED) };
    else this.#problem = status === 404 ? CLOSED : status === 401 || status === 403 ? SIGNED_OUT : FAILED;
  }

  /** The desk has none any more: it was saved in another tab, or its time is over. */
  #gone() {
    const form = this.#form;
    if (!form || this.#saving || this.#problem === CLOSED) return;
    const { drafts } = this.#parts;
    if (drafts.read(form.call)?.note && !drafts.isSafe(form.call)) {
      this.#problem = LATE;
      this.#until = null;
    } else {
      this.#end(form, this.#answers.note ? OVER : null);
    }
    this.#changed();
  }

  /**
   * @param {WrapUp} form
   * @param {string | null} words
   */
  #end(form, words) {
    this.#parts.drafts.forget(form.call);
    this.#parts.done?.(form.call);
    this.#form = this.#until = null;
    this.#said = words;
    this.#parts.clock.start(() => {
      if (this.#said !== words) return;
      this.#said = null;
      this.#changed();
    }, SHOWN);
  }

  #changed() {
    const view = this.view;
    this.#watchers.tell(view);
  }
}
