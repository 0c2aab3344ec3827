import { keysFor } from "./controls.js";
import { words } from "./wire.js";

/** @typedef {import("./engagements.js").Engagement} Engagement */

const MANY = "Several people have this number.";
const FACTS = 8;
/** Of no use to people. */
const TECHNICAL = new Set(["eventId", "appClassification", "callStatus", "callDirection", "notificationType", "lookupObject",
  "channel", "channelId", "channelType", "phoneLineId", "chatTestMode", "mcaOrigEventSource", "AUTO_ACCEPT", "wrapupType",
  "WrapupStartTime", "callSource"]);

/**
 * @param {Engagement} engagement
 * @returns {import("../types.js").OfferView}
 */
export function offerView(engagement) {
  const { id, name, number, offerUntil: until, pressed } = engagement;
  return {
    id, name, until, number: name === number ? null : number, words: offerWords(engagement), ...choiceOf(engagement),
    waiting: pressed !== null,
  };
}

/**
 * @param {Engagement} engagement
 * @returns {import("../types.js").EngagementView}
 */
export function engagementView(engagement) {
  const { id, name, number, liveAt, pressed, wrapUp } = engagement;
  return {
    id, name, liveAt, kind: kindOf(engagement), number: name === number ? null : number,
    ticket: ticketPath(engagement), ...choiceOf(engagement), facts: factsOf(engagement), keys: keysFor(engagement),
    waiting: pressed !== null, notes: engagement.state === "live", note: wrapUp.note,
  };
}

/**
 * A number that was pressed, and no call yet.
 *
 * @param {import("./click-to-dial.js").Dial} dial
 * @returns {import("../types.js").EngagementView}
 */
export function dialView({ id, name, number, shown = number }) {
  return {
    id, kind: "Asking the partner phone to call", name: name ?? shown, number: name ? shown : null, ticket: null, liveAt: null,
    choices: [], chosen: null, facts: [], keys: [], waiting: false, notes: false, note: "",
  };
}

/** @param {Engagement} engagement */
function offerWords({ contact, ticket, match, inData }) {
  if (match.total > 1 && !contact) return MANY;
  const about = ticket ?? (contact && contact.unsolved > 0 ? contact.ticket : null);
  return about?.title ?? words(inData.SVCMCA_SR_TITLE, 200) ?? (contact ? "No open ticket." : "Nobody the desk knows.");
}

/** @param {Engagement} engagement */
function choiceOf({ match, contact }) {
  return { choices: match.total > 1 ? match.contacts : [], chosen: contact?.id ?? null };
}

/** @param {Engagement} engagement */
function kindOf({ state, held, muted, pressed }) {
  if (state === "dialing") return pressed ? "Cancelling" : "Calling";
  if (held) return "On hold";
  return muted ? "In call · muted" : "In call";
}

/** @param {Engagement} engagement */
function ticketPath({ ticket, contact, record }) {
  return record?.ticket ?? ticket?.path ?? (contact?.unsolved === 1 ? contact.ticket.path : null);
}

/**
 * What the caller told a machine before.
 *
 * @param {Engagement} engagement
 * @returns {[string, string][]}
 */
function factsOf({ inData }) {
  const own = Object.entries(inData).filter(([name]) => !name.startsWith("SVCMCA_") && !TECHNICAL.has(name));
  return own
    .flatMap(([name, value]) => {
      const said = words(value, 200);
      return said ? [/** @type {[string, string]} */ ([readable(name), said])] : [];
    })
    .slice(0, FACTS);
}

/** @param {string} name  such as `IVR_menu` or `averageWaitTime` */
function readable(name) {
  const spaced = name.slice(0, 60).replace(/_+/g, " ").replace(/([a-z])([A-Z])/g, (_, last, first) => `${last} ${first.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
