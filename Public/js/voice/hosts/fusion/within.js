/** @typedef {import("../../../types.js").Clock} Clock */

/** No answer came in time; it may still come. */
export class Late extends Error {}

/**
 * The promise, or a failure once the time is over. What comes later is for nobody.
 *
 * @template T
 * @param {Clock} clock
 * @param {T | PromiseLike<T>} promise
 * @param {number} milliseconds
 * @param {string} what  for the log
 * @returns {Promise<T>}
 */
export function within(clock, promise, milliseconds, what) {
  return new Promise((done, failed) => {
    const timer = clock.start(() => failed(new Late(`${what}: no answer in ${milliseconds} ms`)), milliseconds);
    const settle = (/** @type {() => void} */ run) => {
      clock.stop(timer);
      run();
    };
    Promise.resolve(promise).then(
      (value) => settle(() => done(value)),
      (error) => settle(() => failed(error)),
    );
  });
}
