/**
 * Why the desk does not let this page in just now.
 *
 * @typedef {object} Refusal
 * @property {string | null} words
 * @property {number} wait  milliseconds before the next attempt, at least
 */

const LONG = 30_000;
const TOO_MANY = "Too many pages are open from your network. Try again in a minute.";
const BUSY = "The desk is too busy to connect this page. It tries again by itself in half a minute.";

/** @type {Record<number, string>} */
const WORDS = { 1008: BUSY, 1013: BUSY, 4429: TOO_MANY };

/** @type {Refusal} */
export const NO_REFUSAL = { words: null, wait: 0 };

/**
 * @param {number} code  of a closed socket
 * @returns {Refusal}
 */
export function refusalOf(code) {
  const words = WORDS[code];
  return words === undefined ? NO_REFUSAL : { words, wait: LONG };
}

/**
 * An answer to a greeting that could not be made.
 *
 * @param {number} status  of HTTP
 * @param {string | null} retryAfter  its field, seconds
 * @returns {Refusal}
 */
export function refusalOfToken(status, retryAfter) {
  const seconds = Number(retryAfter);
  const told = Number.isFinite(seconds) ? seconds * 1000 : 0;
  return status === 429 ? { words: TOO_MANY, wait: Math.max(LONG, told) } : { words: null, wait: told };
}

/**
 * What a failed greeting carries.
 *
 * @param {unknown} error
 * @returns {Refusal}
 */
export function refusalIn(error) {
  return /** @type {{refusal?: Refusal} | null | undefined} */ (error)?.refusal ?? NO_REFUSAL;
}
