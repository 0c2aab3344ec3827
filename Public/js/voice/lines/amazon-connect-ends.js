import { agentStateWords } from "./amazon-connect-words.js";

/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */
/** @typedef {{reason: "hangup" | "rejected" | "missed" | "cancelled" | "busy" | "failed" | "lost", by: "us" | "them" | null, words: string | null}} End */

const MISSED = "Not answered in time, or the caller hung up first.";
const FAILED = "Amazon Connect could not connect the call.";

/**
 * How a call ended. Amazon says neither who hung up nor whether a call was declined, so our own commands tell.
 *
 * @param {Entry} entry
 * @param {string} state  the contact's last, or "gone"
 * @param {string | undefined} agentState
 * @returns {End}
 */
export function endOf(entry, state, agentState) {
  if (entry.phase === "live") return liveEnd(entry);
  return entry.phase === "outgoing" ? outgoingEnd(entry, agentState) : incomingEnd(entry, state, agentState);
}

/**
 * @param {Entry} entry
 * @returns {End}
 */
function liveEnd({ wish, left }) {
  return { reason: "hangup", by: wish || left ? "us" : "them", words: null };
}

/**
 * @param {Entry} entry
 * @param {string | undefined} agentState
 * @returns {End}
 */
function outgoingEnd({ wish }, agentState) {
  if (wish) return { reason: "cancelled", by: "us", words: null };
  const words = agentStateWords(agentState);
  if (agentState === "LineEngagedCustomer") return { reason: "busy", by: "them", words };
  if (agentState === "MissedCallCustomer") return { reason: "missed", by: "them", words };
  return { reason: "failed", by: null, words: words ?? FAILED };
}

/**
 * @param {Entry} entry
 * @param {string} state
 * @param {string | undefined} agentState
 * @returns {End}
 */
function incomingEnd({ wish, accepted }, state, agentState) {
  if (wish) return { reason: "rejected", by: "us", words: null };
  if (accepted) return { reason: "failed", by: null, words: failedWords(agentState) };
  // Amazon tells of a missed call as an error, too.
  if (state === "error" && agentState !== "MissedCallAgent") return { reason: "failed", by: null, words: failedWords(agentState) };
  return { reason: "missed", by: null, words: MISSED };
}

/** @param {string | undefined} agentState */
function failedWords(agentState) {
  return agentState === "MissedCallAgent" ? FAILED : (agentStateWords(agentState) ?? FAILED);
}

/** @type {End} */
export const LOST = { reason: "lost", by: null, words: "Amazon Connect does not have the call any more." };
