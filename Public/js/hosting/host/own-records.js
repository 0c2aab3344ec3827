import { callKey } from "../../voice/call-key.js";

/** @typedef {{call: string, key: string}} OwnRecord */

/**
 * For the desk's own toolbar in the desk's own frame: it has written its calls down itself, under the name it gives them.
 */
export class OwnRecords {
  /** @type {Set<string>} */
  #known = new Set();
  /** @type {((record: OwnRecord) => void)[]} */
  #listeners = [];

  /** @param {(record: OwnRecord) => void} listener */
  know(listener) {
    this.#listeners.push(listener);
  }

  /** @param {string} call */
  report(call) {
    const key = callKey(call);
    if (this.#known.has(call) || !/^[\w-]{22}$/.test(key)) return;
    this.#known.add(call);
    for (const listener of this.#listeners) listener({ call, key });
  }
}
