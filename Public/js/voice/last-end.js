/** @typedef {import("../types.js").Clock} Clock */

const SHOWN = 2_500;

/** How the last call ended, for as long as that is shown. */
export class LastEnd {
  /** @type {{id: string | null, words: string | null} | null} */
  shown = null;

  #clock;
  #gone;
  /** @type {number | null} */
  #timer = null;

  /**
   * @param {Clock} clock
   * @param {() => void} gone  called when it has been shown long enough
   */
  constructor(clock, gone) {
    this.#clock = clock;
    this.#gone = gone;
  }

  /**
   * More words about the same end do not prolong it.
   *
   * @param {string | null} id
   * @param {string | null} words
   */
  show(id, words) {
    const again = this.shown !== null && this.shown.id === id;
    this.shown = { id, words };
    if (again) return;
    this.#stop();
    this.#timer = this.#clock.start(() => {
      this.forget();
      this.#gone();
    }, SHOWN);
  }

  forget() {
    this.shown = null;
    this.#stop();
  }

  #stop() {
    if (this.#timer !== null) this.#clock.stop(this.#timer);
    this.#timer = null;
  }
}
