import { Problem } from "../problem.js";

/** @typedef {import("../../types.js").Clock} Clock */

const PATIENCE = 10_000;
const NO_ANSWER = "The desk does not answer. Try again in a moment.";

/** Wishes for a call that the server has not made a call of yet. One at a time is open. */
export class Dials {
  #clock;
  /** @type {{ref: string, done: () => void, failed: (problem: unknown) => void} | null} */
  #open = null;
  /** @type {Map<string, number>} */
  #givenUp = new Map();

  /** @param {Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {string} ref
   * @returns {Promise<void>}  settles when there is a call, or none will be
   */
  start(ref) {
    return new Promise((done, failed) => {
      this.#open = { ref, done, failed };
    });
  }

  /** @param {string} ref */
  isOpen(ref) {
    return this.#open?.ref === ref;
  }

  /** @param {string} ref  it is on its way to the server now */
  sent(ref) {
    this.#clock.start(() => {
      if (this.isOpen(ref)) this.#giveUp(ref);
      this.failed(ref, new Problem(NO_ANSWER));
    }, PATIENCE);
  }

  /** There is a call. */
  placed() {
    this.#open?.done();
    this.#open = null;
  }

  /** Not wanted any more; a call that still comes of it is unwanted, too. */
  cancel() {
    if (!this.#open) return;
    this.#giveUp(this.#open.ref);
    this.placed();
  }

  /**
   * @param {string} ref
   * @param {unknown} problem
   */
  failed(ref, problem) {
    if (!this.isOpen(ref)) return;
    this.#open?.failed(problem);
    this.#open = null;
  }

  /** @param {string} ref  nothing will come of it */
  settled(ref) {
    this.#givenUp.delete(ref);
  }

  /** Whether a new call of ours comes of a wish that was given up. */
  takeUnwanted() {
    const now = this.#clock.now();
    for (const [ref, until] of this.#givenUp) {
      this.#givenUp.delete(ref);
      if (until >= now) return true;
    }
    return false;
  }

  /** @param {string} ref */
  #giveUp(ref) {
    this.#givenUp.set(ref, this.#clock.now() + PATIENCE);
  }
}
