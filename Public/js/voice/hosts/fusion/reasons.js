/** @typedef {import("../../../types.js").LineEvent} LineEvent */
/** @typedef {Extract<LineEvent, {type: "ended"}>} Ended */

/**
 * Why a call is closed in Fusion (UI Events Framework guide, closeCommEvent; "HANGUP" is in the CTI guide alone).
 *
 * @param {Ended} ended
 * @param {boolean} wasAnswered
 * @param {string} hangUpReason  what this deployment says when the agent hung up
 * @returns {string}
 */
export function closeReason({ call, reason = null, by = null }, wasAnswered, hangUpReason) {
  if (wasAnswered) return by === "us" ? hangUpReason : "WRAPUP";
  return call.direction === "out" ? ofOutbound(reason, by) : ofInbound(reason, by);
}

/**
 * @param {string | null} reason
 * @param {"us" | "them" | null} by
 */
function ofInbound(reason, by) {
  if (by === "us") return "REJECT";
  if (reason === "missed") return "TIMEOUT";
  if (reason === "cancelled" || reason === "hangup") return "ABANDONED";
  // Rejected on another page of this agent's.
  return reason === "rejected" ? "REJECT" : "MISSED";
}

/**
 * @param {string | null} reason
 * @param {"us" | "them" | null} by
 */
function ofOutbound(reason, by) {
  return by === "us" || reason === "cancelled" ? "CANCELED" : "MISSED";
}
