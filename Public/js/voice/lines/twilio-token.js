/** @typedef {import("../../types.js").Clock} Clock */

/**
 * @typedef {object} AccessTokensParts
 * @property {Clock} clock
 * @property {() => Promise<{token: string, ttl: number}>} fetch  ttl in seconds
 * @property {(token: string) => void} renewed
 */

const SHARE = 2 / 3;
const MARGIN = 10_000;
const FIRST_RETRY = 5_000;
const LONGEST_RETRY = 60_000;

/** This page's access token, renewed long before it runs out: also after a sleep, in which no timer runs. */
export class AccessTokens {
  #parts;
  #token = "";
  #renewAt = 0;
  #endsAt = 0;
  #retry = FIRST_RETRY;
  /** @type {number | null} */
  #timer = null;
  /** @type {Promise<void> | null} */
  #running = null;

  /** @param {AccessTokensParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * One that is good for a while.
   *
   * @returns {Promise<string>}
   */
  async fresh() {
    if (this.#endsAt - MARGIN <= this.#parts.clock.now()) await this.renew();
    return this.#token;
  }

  /** After a sleep, or when the network is there again. */
  wake() {
    if (this.#token !== "" && this.#parts.clock.now() >= this.#renewAt) void this.renew().catch(() => {});
  }

  /** @returns {Promise<void>}  of the one request that runs, however many ask for it */
  renew() {
    this.#running ??= this.#fetch().finally(() => (this.#running = null));
    return this.#running;
  }

  async #fetch() {
    const { clock, fetch, renewed } = this.#parts;
    const isFirst = this.#token === "";
    try {
      const { token, ttl } = await fetch();
      const life = ttl * 1000;
      this.#token = token;
      this.#renewAt = clock.now() + life * SHARE;
      this.#endsAt = clock.now() + life;
      this.#retry = FIRST_RETRY;
      this.#after(life * SHARE);
    } catch (error) {
      if (!isFirst) this.#after(this.#retry);
      this.#retry = Math.min(LONGEST_RETRY, this.#retry * 2);
      throw error;
    }
    if (!isFirst) renewed(this.#token);
  }

  /** @param {number} milliseconds */
  #after(milliseconds) {
    const { clock } = this.#parts;
    if (this.#timer !== null) clock.stop(this.#timer);
    this.#timer = clock.start(() => {
      this.#timer = null;
      void this.renew().catch((error) => console.warn("No new token:", error));
    }, milliseconds);
  }
}
