import { Problem } from "../problem.js";
import { WORDS } from "./genesys-words.js";

/**
 * @typedef {object} Wait
 * @property {string | null} connection  null: a call that is yet to begin
 * @property {(entry: import("./genesys-calls.js").Entry | null) => boolean} isDone  null: the call is over
 * @property {() => void} done
 * @property {(problem: Problem) => void} failed
 */

const LIMIT = 10_000;

/** Commands that the server has taken on and whose event is still to come. */
export class GenesysWaits {
  #clock;
  #late;
  /** @type {Set<Wait>} */
  #all = new Set();

  /**
   * @param {import("../../types.js").Clock} clock
   * @param {() => void} late  nothing was heard in time
   */
  constructor(clock, late) {
    this.#clock = clock;
    this.#late = late;
  }

  /**
   * @param {string | null} connection
   * @param {Wait["isDone"]} isDone
   * @param {Promise<void>} sending  of the command
   * @returns {Promise<void>}
   */
  expect(connection, isDone, sending) {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.start(() => {
        end(() => reject(new Problem(WORDS.late)));
        this.#late();
      }, LIMIT);
      /** @param {() => void} how */
      const end = (how) => {
        this.#clock.stop(timer);
        this.#all.delete(wait);
        how();
      };
      /** @type {Wait} */
      const wait = { connection, isDone, done: () => end(resolve), failed: (problem) => end(() => reject(problem)) };
      this.#all.add(wait);
      sending.catch((error) => wait.failed(error));
    });
  }

  /**
   * How a call stands now.
   *
   * @param {import("./genesys-calls.js").Entry} entry
   * @param {boolean} isOver
   */
  settle(entry, isOver) {
    for (const wait of [...this.#all]) {
      const isItsOwn = wait.connection === null || wait.connection === entry.connection;
      if (isItsOwn && wait.isDone(isOver ? null : entry)) wait.done();
    }
  }

  /**
   * @param {string | null} connection  null: whatever was asked
   * @param {string} words
   */
  refuse(connection, words) {
    const asked = [...this.#all].filter((wait) => connection === null || wait.connection === connection);
    for (const wait of asked) wait.failed(new Problem(words));
    return asked.length > 0;
  }
}
