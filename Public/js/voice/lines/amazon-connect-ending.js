import { ask } from "./amazon-connect-ask.js";
import { hasAnswered } from "./amazon-connect-situation.js";

/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */
/** @typedef {import("./amazon-connect-reading.js").Reading} Reading */

const AGAIN = 3_000;
const TRIES = 4;

/**
 * @typedef {object} EndingParts
 * @property {import("../../types.js").Clock} clock
 * @property {(entry: Entry) => Reading | null} read
 * @property {(entry: Entry) => boolean} goesOn
 * @property {(entry: Entry) => void} gaveUp
 */

/** Ends calls, again and again until Amazon says that they are over: none goes on unseen. */
export class Ending {
  #parts;

  /** @param {EndingParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {Entry} entry
   * @param {"reject" | "hangUp"} wish
   */
  want(entry, wish) {
    Object.assign(entry, { wish, tries: 0 });
    this.drive(entry);
  }

  /** @param {Entry} entry */
  drive(entry) {
    if (entry.ending) return;
    entry.ending = true;
    entry.tries += 1;
    void this.#ask(entry).catch(() => {});
    this.#parts.clock.start(() => this.#look(entry), AGAIN);
  }

  /** @param {Entry} entry */
  #look(entry) {
    entry.ending = false;
    if (!entry.wish || !this.#parts.goesOn(entry)) return;
    if (entry.tries < TRIES) return this.drive(entry);
    Object.assign(entry, { wish: null, tries: 0 });
    this.#parts.gaveUp(entry);
  }

  /** @param {Entry} entry */
  async #ask(entry) {
    const { clock } = this.#parts;
    const reading = this.#parts.read(entry);
    if (!reading) return;
    const { third, own, phase } = reading;
    const canReject = phase === "incoming" && (!entry.accepted || !own);
    if (canReject) return ask(clock, (answers) => entry.contact.reject(answers), AGAIN);
    // Who is only being rung cannot keep the customer company.
    if (third && !hasAnswered(reading)) await ask(clock, (answers) => third.connection.destroy(answers), AGAIN).catch(() => {});
    if (own) await ask(clock, (answers) => own.destroy(answers), AGAIN);
  }
}

/** Whom another tab lets end a call is not asked here. */
export const driven = (/** @type {Entry} */ entry) => entry.wish !== null && entry.tries === 0 && !entry.wishedElsewhere;
