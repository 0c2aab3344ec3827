/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Situation} Situation */

/**
 * Of a call of which nothing is told but who talks to whom.
 *
 * @type {Situation}
 */
export const PLAIN = {
  carrier: "embedded",
  digits: false,
  onPhone: false,
  held: false,
  heldSince: null,
  holdProblem: null,
  can: { hold: false, resume: false, consult: false, handOver: false, bringIn: false, cancelConsult: false },
  consult: null,
  from: null,
  parties: [],
  unverified: false,
  number: null,
  pop: null,
  reoffered: false,
  wrapUp: false,
};

/**
 * @param {CallMessage} message
 * @param {number} now  this page's clock
 * @returns {Situation}
 */
export function situationFrom(message, now) {
  const carrier = message.carrier ?? "embedded";
  const heldSince = message.heldSince ?? null;
  return {
    carrier,
    digits: carrier === "twilio" && message.mine && !message.onPhone,
    onPhone: message.onPhone ?? false,
    held: message.held ?? false,
    heldSince: heldSince === null ? null : heldSince + (now - message.now),
    holdProblem: message.holdProblem || null,
    can: { ...PLAIN.can, ...message.can },
    consult: message.consult ?? null,
    from: message.from || null,
    parties: message.parties ?? [],
    unverified: message.unverified ?? false,
    number: message.number || null,
    pop: message.pop || null,
    reoffered: message.reoffered ?? false,
    wrapUp: message.wrapUp ?? false,
  };
}
