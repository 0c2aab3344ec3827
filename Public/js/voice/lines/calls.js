/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").LineEvent} LineEvent */

/**
 * Messages about a call may come late or twice; only a higher version is news.
 *
 * @param {{version: number} | undefined} known
 * @param {{version: number}} message
 * @returns {boolean}
 */
export function isNews(known, message) {
  return known === undefined || message.version > known.version;
}

/** @param {CallMessage} message */
export const isOver = (message) => message.state === "ended" || message.leg === "left";

/** @param {CallMessage} message */
export const isJoined = (message) => !isOver(message) && ["joined", "held", "away"].includes(message.leg) && message.state === "live";

/**
 * The server's word for a call in the softphone's words.
 *
 * @param {CallMessage} message
 * @param {number} now  this page's clock
 * @returns {Call}
 */
export function callFrom(message, now) {
  return {
    id: message.id,
    direction: message.side === "caller" ? "out" : "in",
    with: message.with,
    about: message.about,
    ticket: message.ticket,
    mine: message.mine,
    away: message.leg === "away",
    liveAt: message.liveAt === null ? null : message.liveAt + (now - message.now),
  };
}

/**
 * What happened, read from the state alone.
 *
 * @param {CallMessage} message
 * @param {number} now
 * @returns {LineEvent}
 */
export function eventFrom(message, now) {
  const call = callFrom(message, now);
  if (isOver(message)) return { type: "ended", call, words: message.words };
  if (isJoined(message)) return { type: "accepted", call };
  if (message.side === "callee") return { type: "incoming", call };
  return { type: message.state === "offered" ? "outgoing" : "ringing", call };
}
