import { PLAIN } from "./lines/situation.js";

/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").Situation} Situation */

const ON_HOLD = "You are on hold. The music plays until your agent is back.";
const OTHERS_RING = "Your agent's connection was lost. We are ringing the others: please stay.";
const WAITS_ON_HOLD = "The customer's agent was lost: they are waiting on hold.";
const ON_TELEPHONE = "The sound is on your telephone.";

/** @param {Call} call */
export const situationOf = (call) => call.situation ?? PLAIN;

/**
 * What the status says of a call in which people talk, or wait.
 *
 * @param {Call} call
 * @returns {string}
 */
export function talkWords(call) {
  const situation = situationOf(call);
  if (situation.held) return situation.reoffered ? OTHERS_RING : ON_HOLD;
  if (situation.consult) return consultWords(call, situation, situation.consult);
  if (isHolding(call)) return `${waiting(call)} is on hold`;
  if (situation.reoffered) return OTHERS_RING;
  return `In call with ${everybody(call, situation)}`;
}

/**
 * The customer waits, and this agent can say since when.
 *
 * @param {Call} call
 */
export const isHolding = (call) => situationOf(call).heldSince !== null;

/**
 * What stands beside the time of the hold, where the status speaks of the other agent.
 *
 * @param {Call} call
 */
export function heldBeside(call) {
  const { consult } = situationOf(call);
  if (!consult || !isHolding(call)) return null;
  return consult.state === "ringing" ? `${waiting(call)} is on hold` : "On hold";
}

/**
 * Who hands a call over to whom it rings: the customer's name stands below.
 *
 * @param {Call} call
 */
export function fromWords(call) {
  const { from, reoffered } = situationOf(call);
  return from ?? (reoffered ? WAITS_ON_HOLD : null);
}

/** @param {Call} call */
export const telephoneWords = (call) => (situationOf(call).onPhone ? ON_TELEPHONE : situationOf(call).elsewhere);

/**
 * @param {Call} call
 * @param {Situation} situation
 * @param {import("../types.js").Consult} consult
 */
function consultWords(call, { heldSince }, { name, state, role }) {
  if (state === "ringing" && role === "asking") return `Calling ${name}…`;
  return heldSince === null ? `Talking with ${name}` : `Talking with ${name}, ${waiting(call)} is on hold`;
}

/** @param {Call} call */
function waiting(call) {
  const held = situationOf(call).parties.find((party) => party.words === "on hold");
  return held?.name ?? call.with;
}

/**
 * Whom this person talks with: the one the call is known by comes first.
 *
 * @param {Call} call
 * @param {Situation} situation
 */
function everybody(call, { parties }) {
  if (parties.length < 2) return call.with;
  const names = parties.map((party) => party.name);
  const sorted = names.includes(call.with) ? [call.with, ...names.filter((name) => name !== call.with)] : names;
  return `${sorted.slice(0, -1).join(", ")} and ${sorted.at(-1)}`;
}
