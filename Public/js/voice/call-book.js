/** @typedef {import("./view.js").Entry} Entry */

/** The calls that a phone knows of, and those that are over here while the desk has not said so. */
export class CallBook {
  /** @type {Set<string>} calls that were answered on this page */
  answered = new Set();

  /** @type {Map<string, Entry>} */
  #calls = new Map();
  /** @type {Set<string>} */
  #closed = new Set();

  get entries() {
    return [...this.#calls.values()];
  }

  /** @param {string} id */
  get(id) {
    return this.#calls.get(id);
  }

  /** @param {string} id */
  isClosed(id) {
    return this.#closed.has(id);
  }

  /** @param {Entry} entry */
  keep(entry) {
    this.#calls.set(entry.call.id, entry);
  }

  /** @param {string} id */
  close(id) {
    this.#calls.delete(id);
    this.#closed.add(id);
    this.answered.delete(id);
  }

  /** @param {string} id  of somebody who left it and may be asked into it again */
  reopen(id) {
    this.#closed.delete(id);
  }
}
