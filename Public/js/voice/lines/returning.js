/** @typedef {import("../../types.js").Away} Away */
/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Clock} Clock */

/**
 * @typedef {object} ReturningParts
 * @property {Clock} clock
 * @property {() => Promise<boolean>} mayReturn  whether the microphone opens without a question
 * @property {() => number} patience  milliseconds in which the tab that had the sound may come back
 * @property {(call: string) => Promise<void>} rejoin
 * @property {(call: string, problem: unknown) => void} changed  how it goes on is another than before; a problem, if there is one
 */

const ONCE_IN = 60_000;

/** Coming back to calls whose sound no page of this person has: by itself where that needs no question. */
export class Returning {
  #parts;
  /** @type {Map<string, {how: Away, timer: number | null}>} */
  #calls = new Map();
  /** @type {Map<string, number>} when the sound of a call was lost last */
  #losses = new Map();
  /** @type {Set<string>} calls whose sound comes back when Rejoin is pressed, and not before */
  #given = new Set();

  /** @param {ReturningParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {string} call
   * @returns {Away | null}
   */
  how(call) {
    return this.#calls.get(call)?.how ?? null;
  }

  /** @param {CallMessage} message  its leg is away */
  start({ id, mine }) {
    if (this.#calls.has(id)) return;
    this.#calls.set(id, { how: mine ? "returning" : "elsewhere", timer: null });
    if (mine) void this.#try(id);
    else this.#wait(id);
  }

  /**
   * The carrier lost its sound, while the call goes on.
   *
   * @param {string} call
   * @returns {boolean}  whether it may be tried once more without a press
   */
  lost(call) {
    const now = this.#parts.clock.now();
    const before = this.#losses.get(call);
    this.#losses.set(call, now);
    if (before === undefined || now - before > ONCE_IN) return true;
    this.#given.add(call);
    this.#calls.set(call, { how: "asking", timer: null });
    return false;
  }

  /** @param {string} call */
  isLost(call) {
    return this.#given.has(call);
  }

  /**
   * Rejoin was pressed.
   *
   * @param {string} call
   * @returns {boolean}  whether its sound had been lost
   */
  again(call) {
    return this.#given.delete(call);
  }

  /** @param {string} call  it is over */
  forget(call) {
    this.#given.delete(call);
    this.#losses.delete(call);
    this.stop(call);
  }

  /** @param {string} call  some page has its sound */
  stop(call) {
    if (this.#given.has(call)) return;
    const timer = this.#calls.get(call)?.timer ?? null;
    if (timer !== null) this.#parts.clock.stop(timer);
    this.#calls.delete(call);
  }

  /** @param {string} call */
  #wait(call) {
    const timer = this.#parts.clock.start(() => {
      this.#go(call, "returning");
      void this.#try(call);
    }, this.#parts.patience());
    this.#calls.set(call, { how: "elsewhere", timer });
  }

  /** @param {string} call */
  async #try(call) {
    if (!(await this.#parts.mayReturn())) return this.#go(call, "asking");
    try {
      if (this.#calls.has(call)) await this.#parts.rejoin(call);
    } catch (problem) {
      this.#go(call, "asking", problem);
    }
  }

  /**
   * @param {string} call
   * @param {Away} how
   * @param {unknown} [problem]
   */
  #go(call, how, problem) {
    if (!this.#calls.has(call)) return;
    this.#calls.set(call, { how, timer: null });
    this.#parts.changed(call, problem);
  }
}
