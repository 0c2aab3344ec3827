import { Problem } from "../problem.js";

/** @typedef {import("../../types.js").Clock} Clock */

const PATIENCE = 10_000;
const NO_ANSWER = "The desk does not answer. Try again in a moment.";

/** Wishes for a call that the server has not made a call of yet. One at a time is open. */
export class Dials {
  #clock;
  /** @type {{ref: string, done: () => void, failed: (problem: unknown) => void} | null} */
  #open = null;
  /** @type {Set<string>} */
  #givenUp = new Set();

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

  /**
   * Whether a call comes of a wish that was given up.
   *
   * @param {string} ref
   */
  isUnwanted(ref) {
    return this.#givenUp.has(ref);
  }

  /** @param {string} ref  it is on its way to the server now */
  sent(ref) {
    this.#clock.start(() => {
      if (this.isOpen(ref)) this.#givenUp.add(ref);
      this.failed(ref, new Problem(NO_ANSWER));
    }, PATIENCE);
  }

  /** @param {string} ref  there is a call */
  placed(ref) {
    if (this.isOpen(ref)) this.#settle();
  }

  /**
   * Not wanted any more; a call that still comes of it is unwanted, too.
   *
   * @returns {string | null}  the ref
   */
  cancel() {
    const ref = this.#open?.ref ?? null;
    if (ref) this.#givenUp.add(ref);
    this.#settle();
    return ref;
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

  #settle() {
    this.#open?.done();
    this.#open = null;
  }
}
