/**
 * @typedef {object} MutingParts
 * @property {(call: string, muted: boolean) => void} send  to all tabs of this person, this one too
 * @property {(call: string, muted: boolean) => void} told  it is so from now on
 */

/** Whether people hear us: said by any tab, kept by the desk, done by the tab with the sound. */
export class Muting {
  #parts;
  /** @type {Set<string>} calls in which nobody hears us */
  #muted = new Set();
  /** Own words that the server has not said back yet; the last one it says is the truth. */
  #unheard = 0;
  /** @type {{call: string, muted: boolean} | null} the newest of them */
  #wish = null;

  /** @param {MutingParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {string} call */
  isMuted(call) {
    return this.#muted.has(call);
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
    this.#wish = { call, muted };
    this.#set(call, muted);
  }

  /**
   * A wish, this page's or another tab's, that the desk says back.
   *
   * @param {string} call
   * @param {boolean} muted
   */
  heard(call, muted) {
    this.#unheard = Math.max(0, this.#unheard - 1);
    this.known(call, muted);
  }

  /**
   * As the desk has it; older than what was wished here and not said back yet.
   *
   * @param {string} call
   * @param {boolean} muted
   */
  known(call, muted) {
    if (this.#unheard === 0) this.#set(call, muted);
  }

  /** After a new greeting nothing is said back; what the desk may not have heard is said again. */
  reconnected() {
    const wish = this.#unheard > 0 ? this.#wish : null;
    this.#unheard = 0;
    if (wish) this.want(wish.call, wish.muted, true);
  }

  /** @param {string} call  it is over */
  forget(call) {
    this.#muted.delete(call);
    if (this.#wish?.call === call) this.#wish = null;
  }

  /**
   * @param {string} call
   * @param {boolean} muted
   */
  #set(call, muted) {
    if (muted === this.#muted.has(call)) return;
    if (muted) this.#muted.add(call);
    else this.#muted.delete(call);
    this.#parts.told(call, muted);
  }
}
