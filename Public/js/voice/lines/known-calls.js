import { callKey } from "../call-key.js";
import { isNews, isOver } from "./calls.js";

/** @typedef {import("../../types.js").CallMessage} CallMessage */

/** The newest word of the desk about each call. */
export class KnownCalls {
  /** @type {Map<string, CallMessage>} */
  #messages = new Map();
  /** @type {Set<string>} */
  #unwanted = new Set();

  /**
   * @param {CallMessage} message
   * @returns {"new" | "more" | "old"}  of a call that is new here, of a known one, or no news
   */
  take(message) {
    const known = this.#messages.get(message.id);
    if (!isNews(known, message)) return "old";
    this.#messages.set(message.id, message);
    // Who left a call may be asked into it again.
    if (isOver(message)) this.#unwanted.delete(message.id);
    return known ? "more" : "new";
  }

  /**
   * @param {string} id
   * @returns {CallMessage | null}  null when it is unknown, or over
   */
  going(id) {
    const message = this.#messages.get(id);
    return message && !isOver(message) ? message : null;
  }

  /**
   * Somebody is asked into a call again before the desk could say that the first time is over.
   *
   * @param {CallMessage} message
   * @returns {CallMessage[]}  the older parts in the same call, as over
   */
  replacedBy({ id, version }) {
    const isOlder = (/** @type {CallMessage} */ older) =>
      older.id !== id && callKey(older.id) === callKey(id) && older.version < version && !isOver(older);
    const left = /** @type {const} */ ("left");
    return [...this.#messages.values()].filter(isOlder).map((older) => ({ ...older, version, leg: left, words: null }));
  }

  /** @param {string} id */
  isOver(id) {
    return this.#messages.has(id) && this.going(id) === null;
  }

  /** @param {string} id  nobody here wants to hear of it until it is over */
  dismiss(id) {
    this.#unwanted.add(id);
  }

  /** @param {string} id */
  isUnwanted(id) {
    return this.#unwanted.has(id);
  }

  /** @returns {string[]}  those that go on */
  get ids() {
    return [...this.#messages.keys()].filter((id) => this.going(id) !== null);
  }

  /** @returns {string[]} */
  get all() {
    return [...this.#messages.keys()];
  }
}
