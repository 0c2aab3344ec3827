/** Somebody who holds a button down that long does not mean to click, or let go where nobody saw it. */
const LONGEST = 2_000;

/**
 * Lets changes of the page wait while somebody presses on it: a click needs one element from its beginning to its end,
 * and is lost where that was replaced in between.
 */
export class Press {
  /** @type {(() => void)[]} */
  #waiting = [];
  #isDown = false;
  #clock;
  /** @type {number | null} */
  #timer = null;

  /**
   * @param {EventTarget} page
   * @param {import("../types.js").Clock} clock
   */
  constructor(page, clock) {
    this.#clock = clock;
    page.addEventListener("pointerdown", () => this.#down(), true);
    // The click itself comes right after the pointer went up.
    for (const type of ["pointerup", "pointercancel", "dragend"]) page.addEventListener(type, () => this.#over(0), true);
  }

  /** @param {() => void} change  done at once, or when nobody presses any more, in the order in which they came */
  afterwards(change) {
    if (this.#isDown) this.#waiting.push(change);
    else change();
  }

  #down() {
    this.#isDown = true;
    this.#over(LONGEST);
  }

  /** @param {number} milliseconds  until then */
  #over(milliseconds) {
    if (this.#timer !== null) this.#clock.stop(this.#timer);
    this.#timer = this.#clock.start(() => this.#release(), milliseconds);
  }

  #release() {
    this.#isDown = false;
    for (const change of this.#waiting.splice(0)) change();
  }
}
