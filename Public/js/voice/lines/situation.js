/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Situation} Situation */

/**
 * Of a call of which nothing is told but who talks to whom.
 *
 * @type {Situation}
 */
export const PLAIN = {
  canMute: true,
  canReject: true,
  digits: false,
  ringsByItself: false,
  playsMusic: true,
  elsewhere: null,
  record: null,
  onPhone: false,
  held: false,
  heldSince: null,
  holdProblem: null,
  can: { hold: false, resume: false, consult: false, handOver: false, bringIn: false, cancelConsult: false, swap: false },
  consult: null,
  from: null,
  parties: [],
  unverified: false,
  number: null,
  e164: null,
  pop: null,
  reoffered: false,
  wrapUp: false,
};

/**
 * Since when people talk: a page that was loaded later has it from the desk.
 *
 * @param {number | null} here  as this page saw it begin
 * @param {number | null | undefined} recorded
 */
export const sinceWhen = (here, recorded) => (here === null ? null : Math.min(here, recorded ?? here));

/**
 * @param {CallMessage} message
 * @param {number} now  this page's clock
 * @returns {Situation}
 */
export function situationFrom(message, now) {
  const isPhone = message.carrier === "twilio";
  const heldSince = message.heldSince ?? null;
  return {
    ...PLAIN,
    digits: isPhone && message.mine && !message.onPhone,
    ringsByItself: isPhone && Boolean(message.number),
    playsMusic: !isPhone,
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
    e164: message.phone || (message.number ? `+${message.number.replace(/\D/g, "")}` : null),
    pop: message.pop || null,
    reoffered: message.reoffered ?? false,
    wrapUp: message.wrapUp ?? false,
  };
}
