/**
 * Those who want to hear of something, in the order in which they came.
 *
 * @template Value
 */
export class Listeners {
  /** @type {((value: Value) => void)[]} */
  #all = [];

  /** @param {(value: Value) => void} listener */
  add(listener) {
    this.#all.push(listener);
  }

  /** @param {Value} value */
  tell(value) {
    for (const listener of this.#all) listener(value);
  }
}
