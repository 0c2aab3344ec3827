/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("./amazon-connect-streams.js").Answers} Answers */

export const PATIENCE = 8_000;
export const NO_ANSWER = "NoAnswer";

/** What Amazon Connect did not do. Its type is theirs, such as InvalidStateException, or `NoAnswer`. */
export class Refusal extends Error {
  /**
   * @param {string} type
   * @param {string} message
   */
  constructor(type, message) {
    super(message);
    this.type = type;
  }
}

/**
 * One of the library's calls, which answer in callbacks: late, twice, by throwing, or never.
 *
 * @param {Clock} clock
 * @param {(answers: Answers) => void} start
 * @param {number} [patience]
 * @returns {Promise<any>}  rejects with a Refusal
 */
export function ask(clock, start, patience = PATIENCE) {
  return new Promise((done, failed) => {
    const timer = clock.start(() => failed(new Refusal(NO_ANSWER, "")), patience);
    const answered = (/** @type {() => void} */ settle) => {
      clock.stop(timer);
      settle();
    };
    const failure = (/** @type {unknown} */ error) => answered(() => failed(normaliseError(error)));
    try {
      start({ success: (data) => answered(() => done(data)), failure });
    } catch (error) {
      failure(error);
    }
  });
}

/**
 * The library fails with JSON in a string, with a bare word, with an Error, or with an object.
 *
 * @param {unknown} error
 * @returns {Refusal}
 */
export function normaliseError(error) {
  if (error instanceof Refusal) return error;
  const parts = typeof error === "string" ? parsed(error) : error;
  if (!parts || typeof parts !== "object") return new Refusal("Unknown", String(error ?? ""));
  const { type, name, message } = /** @type {{type?: unknown, name?: unknown, message?: unknown}} */ (parts);
  return new Refusal(String(type || name || "Unknown"), String(message ?? ""));
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What a handle says, or something else once it is gone.
 *
 * @template Value, Other
 * @param {() => Value} read
 * @param {Other} otherwise
 * @returns {Value | Other}
 */
export function readOr(read, otherwise) {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
