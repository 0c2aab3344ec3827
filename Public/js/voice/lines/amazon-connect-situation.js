import { IN_BROWSER, ON_DESK_PHONE } from "./amazon-connect-words.js";
import { PLAIN, sinceWhen } from "./situation.js";

/** @typedef {import("./amazon-connect-reading.js").Reading} Reading */
/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */

/** Whether somebody who is asked is there, so that the customer can be left with them. */
export const hasAnswered = (/** @type {Reading} */ { third }) => third !== null && third.state !== "calling";

/** Whether all three hear each other. */
export const isConference = (/** @type {Reading} */ { customer, third }) => customer?.state === "talking" && third?.state === "talking";

/**
 * @param {Reading} reading
 * @param {Entry} entry
 * @param {number} now
 * @returns {import("../../types.js").Call}
 */
export function callFrom(reading, entry, now) {
  const { known, target } = entry;
  const name = known?.with ?? target?.name ?? reading.name ?? reading.e164 ?? "Somebody";
  return {
    id: entry.id,
    direction: reading.direction,
    with: name,
    about: known?.about ?? null,
    ticket: known?.ticket ?? null,
    mine: true,
    away: null,
    otherAway: false,
    liveAt: sinceWhen(entry.liveAt, known?.liveAt),
    situation: situationFrom(reading, entry, name, now),
  };
}

/**
 * @param {Reading} reading
 * @param {Entry} entry
 * @param {string} name  the customer's
 * @param {number} now
 * @returns {import("../../types.js").Situation}
 */
function situationFrom(reading, entry, name, now) {
  const isLive = reading.phase === "live";
  const { known } = entry;
  return {
    ...PLAIN,
    canMute: isLive && reading.inBrowser,
    ringsByItself: true,
    playsMusic: false,
    elsewhere: reading.inBrowser ? IN_BROWSER : ON_DESK_PHONE,
    record: known?.key ?? null,
    e164: reading.e164,
    digits: isLive,
    heldSince: isLive ? heldSince(reading, entry, now) : null,
    can: isLive ? keysFor(reading) : PLAIN.can,
    consult: isLive ? consultOf(reading, name) : null,
    parties: isLive ? partiesOf(reading, name) : [],
    unverified: known?.unverified ?? false,
    number: known?.number ?? reading.e164,
    pop: isLive && known ? known.pop : null,
    wrapUp: known?.wrapUp ?? false,
  };
}

/**
 * What Amazon allows as the sides stand.
 *
 * @param {Reading} reading
 */
function keysFor(reading) {
  const { customer, third } = reading;
  const alone = customer !== null && third === null;
  const between = customer !== null && third !== null && !isConference(reading);
  const choosing = between && hasAnswered(reading);
  return {
    hold: alone && customer.state === "talking",
    resume: alone && customer.state === "hold",
    consult: alone,
    // Of three who talk together the agent may leave.
    handOver: choosing || isConference(reading),
    bringIn: choosing,
    cancelConsult: between,
    swap: choosing,
  };
}

/**
 * Since when somebody waits: the customer, or whoever was asked, after a swap.
 *
 * @param {Reading} reading
 * @param {Entry} entry
 * @param {number} now
 */
function heldSince({ customer, third }, entry, now) {
  const waits = customer?.state === "hold" ? customer : third?.state === "hold" ? third : null;
  const id = waits?.connection.getConnectionId() ?? null;
  if (entry.waiting?.id !== id) entry.waiting = id === null ? null : { id, since: now };
  return entry.waiting?.since ?? null;
}

/**
 * @param {Reading} reading
 * @param {string} name
 * @returns {import("../../types.js").Consult | null}
 */
function consultOf(reading, name) {
  const { customer, third } = reading;
  if (!customer || !third || isConference(reading)) return null;
  if (third.state === "hold") return { name, state: "talking", role: "asking", words: null };
  // Of agents Amazon says that they talk while they are still rung: the words do not promise it.
  const words = third.isAgent ? "They may still be ringing." : null;
  return { name: third.name, state: third.state === "calling" ? "ringing" : "talking", role: "asking", words };
}

/**
 * @param {Reading} reading
 * @param {string} name
 */
function partiesOf({ customer, third }, name) {
  const words = (/** @type {string} */ state) => (state === "hold" ? "on hold" : null);
  return [
    ...(customer ? [{ name, words: words(customer.state) }] : []),
    ...(third && third.state !== "calling" ? [{ name: third.name, words: words(third.state) }] : []),
  ];
}
