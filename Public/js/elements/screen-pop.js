/** @typedef {import("../types.js").PhoneView} PhoneView */

/**
 * @typedef {object} ScreenPopParts
 * @property {(path: string) => void} open
 * @property {() => boolean} isBeingWritten  somebody types on the page: then the link beside the call has to do
 */

/** Opens what a call is about in the tab that answered it, once. */
export class ScreenPop {
  #parts;
  /** @type {string | null} */
  #call = null;

  /** @param {ScreenPopParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {PhoneView} view */
  show({ state, callId, pop }) {
    if (state !== "live" || !pop || callId === this.#call) return;
    this.#call = callId;
    if (!this.#parts.isBeingWritten()) this.#parts.open(pop);
  }
}
