/** @typedef {{get: () => string | null, set: (call: string | null) => void}} MuteMemory  the muted call, over a reload */

/**
 * @typedef {object} MutingParts
 * @property {(call: string, muted: boolean) => void} send  to all tabs of this person, this one too
 * @property {(call: string, muted: boolean) => void} told  it is so from now on
 * @property {MuteMemory} memory
 */

/** Whether people hear us: said by any tab, done by the one with the sound. */
export class Muting {
  #parts;
  /** Own words that the server has not said back yet; the last one it says is the truth. */
  #unheard = 0;

  /** @param {MutingParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {string} call
   * @param {boolean} muted
   * @param {boolean} here  this page has the call's sound, so that nothing needs to be waited for
   */
  want(call, muted, here) {
    this.#parts.send(call, muted);
    if (!here) return;
    this.#unheard += 1;
    this.#set(call, muted);
  }

  /**
   * @param {string} call
   * @param {boolean} muted
   */
  heard(call, muted) {
    this.#unheard = Math.max(0, this.#unheard - 1);
    if (this.#unheard === 0) this.#set(call, muted);
  }

  /** After a new greeting nothing of what was said before is said back. */
  reconnected() {
    this.#unheard = 0;
  }

  /** @param {string} call  this page takes its sound up again: as it was left */
  rejoined(call) {
    if (this.#parts.memory.get() === call) this.want(call, true, true);
  }

  /** @param {string} call  it is over */
  forget(call) {
    if (this.#parts.memory.get() === call) this.#parts.memory.set(null);
  }

  /**
   * @param {string} call
   * @param {boolean} muted
   */
  #set(call, muted) {
    if (muted) this.#parts.memory.set(call);
    else this.forget(call);
    this.#parts.told(call, muted);
  }
}

/**
 * Kept with the tab.
 *
 * @type {MuteMemory}
 */
export const tabMemory = {
  get: () => sessionStorage.getItem("muted"),
  set: (call) => (call ? sessionStorage.setItem("muted", call) : sessionStorage.removeItem("muted")),
};
