import { ask, NO_ANSWER } from "./amazon-connect-ask.js";
import { hasAnswered, isConference } from "./amazon-connect-situation.js";
import { BUSY, CALL_GONE, refusalWords, THIRD_GONE } from "./amazon-connect-words.js";

/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */
/** @typedef {import("./amazon-connect-reading.js").Reading} Reading */
/** @typedef {import("./amazon-connect-streams.js").Answers} Answers */
/** @typedef {import("./amazon-connect-streams.js").Endpoint} Endpoint */
/** @typedef {"hold" | "resume" | "handOver" | "bringIn" | "cancelConsult" | "swap"} Command */

/**
 * @typedef {object} TransferParts
 * @property {import("../../types.js").Clock} clock
 * @property {import("./amazon-connect-calls.js").ConnectCalls} calls
 * @property {(call: string, words: string) => void} refused
 */

const ONCE_MORE = 1_500;

/** Hold and warm transfer: what is pressed is asked of Amazon, and the next snapshot says what came of it. */
export class Transfer {
  #parts;
  /** @type {Set<string>}  calls in which Amazon still does something */
  #doing = new Set();

  /** @param {TransferParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {string} id
   * @param {Command} command
   */
  command(id, command) {
    const entry = this.#parts.calls.entry(id);
    const reading = entry && this.#parts.calls.read(entry);
    if (!entry || reading?.phase !== "live") return this.#parts.refused(id, CALL_GONE);
    const step = STEPS[command]?.(entry, reading);
    if (step) void this.#do(id, command, step);
    else this.#parts.refused(id, STEPS[command] ? THIRD_GONE : refusalWords(command, { type: "" }));
  }

  /**
   * @param {string} id
   * @param {Endpoint | null} endpoint
   */
  consult(id, endpoint) {
    const entry = this.#parts.calls.entry(id);
    if (!entry || !endpoint) return this.#parts.refused(id, refusalWords("consult", { type: "StateError" }));
    void this.#do(id, "consult", (answers) => entry.contact.addConnection(endpoint, answers));
  }

  /**
   * Nobody forgets the customer when the other one is gone.
   *
   * @param {Entry} entry
   * @param {Reading} reading
   */
  looked(entry, { customer, third }) {
    if (!entry.resumes || third || this.#doing.has(entry.id)) return;
    entry.resumes = false;
    if (customer?.state === "hold") void this.#do(entry.id, "resume", (answers) => customer.connection.resume(answers));
  }

  /**
   * @param {string} id
   * @param {string} what
   * @param {(answers: Answers) => void} step
   */
  async #do(id, what, step) {
    const { clock, refused } = this.#parts;
    if (this.#doing.has(id)) return refused(id, BUSY);
    this.#doing.add(id);
    try {
      const again = what === "hold" || what === "resume";
      await ask(clock, step).catch((error) => (again ? this.#onceMore(error, step) : Promise.reject(error)));
    } catch (error) {
      const refusal = /** @type {import("./amazon-connect-ask.js").Refusal} */ (error);
      const entry = this.#parts.calls.entry(id);
      if (entry && refusal.type !== NO_ANSWER) Object.assign(entry, { left: false, resumes: false });
      refused(id, refusalWords(what, refusal));
    } finally {
      this.#doing.delete(id);
      this.#parts.calls.look(id);
    }
  }

  /**
   * Holding and resuming fail now and then, and work a moment later.
   *
   * @param {import("./amazon-connect-ask.js").Refusal} error
   * @param {(answers: Answers) => void} step
   */
  async #onceMore(error, step) {
    if (error.type !== "InvalidStateException") throw error;
    await new Promise((done) => this.#parts.clock.start(() => done(undefined), ONCE_MORE));
    return ask(this.#parts.clock, step, ONCE_MORE);
  }
}

/**
 * What each command asks, where the sides stand so that it can be done.
 *
 * @type {Record<string, (entry: Entry, reading: Reading) => ((answers: Answers) => void) | null>}
 */
const STEPS = {
  hold: (_, { customer }) => customer && ((answers) => customer.connection.hold(answers)),
  resume: (_, { customer }) => customer && ((answers) => customer.connection.resume(answers)),
  swap: ({ contact }, reading) => (isBetween(reading) ? (answers) => contact.toggleActiveConnections(answers) : null),
  bringIn: ({ contact }, reading) => (isBetween(reading) ? (answers) => contact.conferenceConnections(answers) : null),
  handOver: (entry, reading) => (hasAnswered(reading) && reading.customer ? leave(entry, reading) : null),
  cancelConsult: (entry, reading) => (reading.third && !isConference(reading) ? drop(entry, reading.third) : null),
};

/** @param {Reading} reading */
const isBetween = (reading) => hasAnswered(reading) && reading.customer !== null && !isConference(reading);

/**
 * @param {Entry} entry
 * @param {Reading} reading
 */
function leave(entry, { own }) {
  if (!own) return null;
  return (/** @type {Answers} */ answers) => {
    entry.left = true;
    own.destroy(answers);
  };
}

/**
 * @param {Entry} entry
 * @param {import("./amazon-connect-reading.js").Side} third
 */
function drop(entry, third) {
  return (/** @type {Answers} */ answers) => {
    entry.resumes = true;
    third.connection.destroy(answers);
  };
}
