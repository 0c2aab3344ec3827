/** @typedef {import("../types.js").PhoneView} PhoneView */

/**
 * @typedef {object} ScreenPopParts
 * @property {(path: string) => void} open
 * @property {() => boolean} isBeingWritten  somebody types on the page: then the link beside the call has to do
 */

/** Opens what a call is about in the tab in which it rang, once: a page that finds the call there stays where it is. */
export class ScreenPop {
  #parts;
  /** @type {string | null} that rings, or is being made */
  #coming = null;

  /** @param {ScreenPopParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {PhoneView} view */
  show({ state, callId, pop }) {
    if (state === "ringing" || state === "calling") this.#coming = callId;
    if (state !== "live" || !pop || callId !== this.#coming) return;
    this.#coming = null;
    if (!this.#parts.isBeingWritten()) this.#parts.open(pop);
  }
}
