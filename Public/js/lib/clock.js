/** @typedef {import("../types.js").Clock} Clock */

/** @type {Clock} */
export const browserClock = {
  now: () => Date.now(),
  start: (run, milliseconds) => window.setTimeout(run, milliseconds),
  stop: (timer) => window.clearTimeout(timer),
};

/**
 * A random name that nobody guesses.
 *
 * @returns {string}
 */
export function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
