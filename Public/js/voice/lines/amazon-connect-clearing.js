import { ask } from "./amazon-connect-ask.js";

/** @typedef {import("./amazon-connect-streams.js").Contact} Contact */
/** @typedef {{contact: Contact, tries: number}} Waiting */

const AGAIN = 3_000;
const TRIES = 4;
/** Until then the desk has said whether a note is to be written. */
const ASKED_WITHIN = 5_000;

/** Contacts that are over and not cleared: until then Amazon gives this agent no other call. */
export class Clearing {
  #clock;
  /** @type {Map<string, Waiting>} */
  #waiting = new Map();
  /** @type {Map<string, string>}  the desk's keys by Amazon's ids */
  #keys = new Map();
  /** @type {string | null}  the desk's key of the call whose note is being written */
  #writing = null;

  /** @param {import("../../types.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /**
   * @param {string} id
   * @param {Contact} contact
   * @param {boolean} wrapsUp  the agent may have something to write
   */
  take(id, contact, wrapsUp) {
    this.#waiting.set(id, { contact, tries: 0 });
    if (!wrapsUp) return void this.clear(id);
    this.#clock.start(() => {
      if (this.#keys.get(id) !== this.#writing || this.#writing === null) void this.clear(id);
    }, ASKED_WITHIN);
  }

  /** @param {string} id  Amazon has cleared it */
  forget(id) {
    this.#waiting.delete(id);
  }

  /**
   * @param {string} id
   * @param {string} key  the desk's
   */
  name(id, key) {
    this.#keys.set(id, key);
  }

  /** @param {string | null} key  of the call whose note is to be written now */
  writing(key) {
    const before = this.#writing;
    this.#writing = key;
    if (before !== null && before !== key) void this.clear(before);
  }

  /**
   * @param {string} [call]  Amazon's id or the desk's key; all, without
   * @returns {Promise<void>}  done when Amazon has answered, or not answered
   */
  async clear(call) {
    const named = [...this.#waiting.keys()].filter((id) => call === undefined || id === call || this.#keys.get(id) === call);
    await Promise.all(named.map((id) => this.#clear(id)));
  }

  /** @param {string} id */
  async #clear(id) {
    const entry = this.#waiting.get(id);
    if (!entry) return;
    entry.tries += 1;
    try {
      await ask(this.#clock, (answers) => entry.contact.clear(answers));
      if (this.#waiting.get(id) === entry) this.#waiting.delete(id);
    } catch {
      if (entry.tries < TRIES) this.#clock.start(() => void this.#clear(id), AGAIN);
    }
  }
}
