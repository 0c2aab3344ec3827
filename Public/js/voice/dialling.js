import { wordsOf } from "./problem.js";

/** @typedef {import("../types.js").Target} Target */

/**
 * @typedef {object} DiallingParts
 * @property {Pick<import("../types.js").Line, "dial" | "cancel">} line
 * @property {() => void} changed
 * @property {(words: string) => void} failed
 */

/** A wish to call somebody, until there is a call. */
export class Dialling {
  /** @type {Target | null}  whom the line is asked to call */
  placing = null;
  /** @type {Target | null}  kept until the connection stands */
  pending = null;

  #parts;

  /** @param {DiallingParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {Target} target
   * @param {boolean} connected
   */
  want(target, connected) {
    if (connected) void this.#place(target);
    else this.pending = target;
  }

  /** The connection stands. */
  connected() {
    const target = this.pending;
    this.pending = null;
    if (target) void this.#place(target);
  }

  /** There is a call. */
  done() {
    this.placing = null;
  }

  /**
   * @returns {boolean}  whether the line had been asked
   */
  giveUp() {
    const placing = this.placing !== null;
    if (placing) this.#parts.line.cancel();
    this.placing = this.pending = null;
    return placing;
  }

  /** @param {Target} target */
  async #place(target) {
    const { line, failed, changed } = this.#parts;
    this.placing = target;
    try {
      await line.dial(target);
    } catch (error) {
      if (this.placing === target) failed(wordsOf(error));
    }
    if (this.placing === target) this.placing = null;
    changed();
  }
}
