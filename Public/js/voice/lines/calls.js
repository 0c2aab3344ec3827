import { situationFrom } from "./situation.js";

/** @typedef {import("../../types.js").Away} Away */
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

/**
 * Nobody carries its sound for us.
 *
 * @param {CallMessage} message
 */
export const isAway = (message) => !isOver(message) && message.leg === "away";

/**
 * Its sound is wanted on one of this person's pages.
 *
 * @param {CallMessage} message
 */
export const isTalk = (message) =>
  !isOver(message) && ["joined", "held"].includes(message.leg) && !message.onPhone && (isOn(message) || Boolean(message.join));

/**
 * People talk, or one of them waits for the others who were lost.
 *
 * @param {CallMessage} message
 */
const isOn = (message) => message.state === "live" || (message.reoffered ?? false);

/**
 * Who was rung and answered is in a call, whomever else it rings now.
 *
 * @param {CallMessage} message
 */
const isIn = (message) =>
  ["joined", "held", "away"].includes(message.leg) && (isOn(message) || message.side === "callee");

/**
 * The server's word for a call in the softphone's words.
 *
 * @param {CallMessage} message
 * @param {number} now  this page's clock
 * @param {Away | null} away  how this person comes back
 * @returns {Call}
 */
export function callFrom(message, now, away = null) {
  return {
    id: message.id,
    direction: message.side === "caller" ? "out" : "in",
    with: message.with,
    about: message.about || null,
    ticket: message.ticket || null,
    mine: message.mine,
    away,
    otherAway: message.otherAway,
    liveAt: message.liveAt === null ? null : message.liveAt + (now - message.now),
    situation: situationFrom(message, now),
  };
}

/**
 * What happened, read from the state alone.
 *
 * @param {CallMessage} message
 * @param {number} now
 * @param {Away | null} away
 * @returns {LineEvent}
 */
export function eventFrom(message, now, away = null) {
  const call = callFrom(message, now, away);
  if (isOver(message)) return { type: "ended", call, words: message.words, reason: message.reason };
  if (isIn(message)) return { type: "accepted", call };
  if (message.side === "callee") return { type: "incoming", call };
  return { type: message.state === "offered" ? "outgoing" : "ringing", call };
}
