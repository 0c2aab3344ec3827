/**
 * Errors of the telephone network by their codes, as people read them: what happened, then what to do.
 */

const CONFIGURATION = "The phone line is not set up right. Tell the operator to look at the checks of this desk";
const AGAIN = "Try again in a moment.";

/** @type {Record<number, string>} */
const WORDS = {
  20101: `${CONFIGURATION}: the account refuses the desk's keys.`,
  20104: "The phone line's pass ran out. It is renewed by itself: try again in a moment.",
  20151: `${CONFIGURATION}: the account refuses the desk's keys.`,
  31000: `The telephone call failed. ${AGAIN}`,
  31001: `${CONFIGURATION}: the account's application is not there.`,
  31002: "The telephone network declined the call. Check the number, then call again.",
  31003: "The telephone network did not answer in time. Check your connection, then call again.",
  31005: "The telephone call was cut off. Call again.",
  31008: "The call was given up before it was answered.",
  31009: "The phone line has no connection. It comes back by itself; check your network if it does not.",
  31206: "Too many telephone calls at once. Wait a moment, then call again.",
  31400: `The telephone network did not understand the call. ${AGAIN}`,
  31401: "Your microphone is blocked. Press the sign in the address bar, allow the microphone, then call again.",
  31402: "Your microphone could not be used. Close other programs that use it, then call again.",
  31404: "This number cannot be reached. Check it, then call again.",
  31480: "Nobody can be reached there now. Call again later.",
  31486: "The line is busy. Call again later.",
  31603: "The call was declined.",
  53000: "The phone line has no connection. It comes back by itself; check your network if it does not.",
  53001: "The phone line lost its connection. It comes back by itself.",
  53400: `The telephone call did not start in this browser. ${AGAIN}`,
  53402: `The telephone call did not start in this browser. ${AGAIN}`,
  53405: "No sound gets through your network: it blocks calls. Use another network, or ask who looks after it.",
};

const FAMILIES = [
  { from: 31100, to: 31107, words: `The telephone network did not understand the call. ${AGAIN}` },
  { from: 31201, to: 31212, words: `${CONFIGURATION}: the account refuses this page.` },
];

/** Those that a new access token may mend. */
export const isTokenError = (/** @type {number} */ code) => code === 20101 || code === 20104 || code === 31205 || code === 31204;

/**
 * @param {unknown} error
 * @returns {number}  0 where it has none
 */
export function codeOf(error) {
  const code = /** @type {{code?: unknown} | null | undefined} */ (error)?.code;
  return typeof code === "number" ? code : 0;
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function twilioWords(error) {
  const code = codeOf(error);
  const family = FAMILIES.find(({ from, to }) => code >= from && code <= to);
  const words = WORDS[code] ?? family?.words ?? `The telephone call failed. ${AGAIN}`;
  return code === 0 ? words : `${words} (${code})`;
}
