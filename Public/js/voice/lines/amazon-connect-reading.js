import { readOr } from "./amazon-connect-ask.js";

/** @typedef {import("./amazon-connect-streams.js").Connection} Connection */
/** @typedef {import("./amazon-connect-streams.js").Contact} Contact */

/**
 * How one side of a contact stands.
 *
 * @typedef {object} Side
 * @property {Connection} connection
 * @property {"calling" | "talking" | "hold"} state
 * @property {string} name
 * @property {boolean} isAgent  Amazon says that agents talk as soon as they are rung
 *
 * What the newest snapshot says of a contact.
 * @typedef {object} Reading
 * @property {"incoming" | "outgoing" | "live" | "over" | null} phase  null: nothing to show yet
 * @property {string} state
 * @property {"in" | "out"} direction
 * @property {string | null} e164
 * @property {string | null} name
 * @property {number | null} ticket
 * @property {Side | null} customer
 * @property {Side | null} third
 * @property {Connection | null} own
 * @property {boolean} inBrowser
 * @property {boolean} isConference  mute goes by the connection
 * @property {number} since  for how long it stands so, in milliseconds
 */

const GONE = ["disconnected", "init"];
const OVER = ["missed", "error", "ended", "rejected"];

/** Whether a telephone is behind it: chats, tasks and mails belong elsewhere. */
export const isVoice = (/** @type {Contact} */ contact) => ["voice", "queue_callback"].includes(readOr(() => contact.getType(), ""));

/**
 * @param {Contact} contact
 * @param {boolean} accepted  answered here: a call back then rings the customer
 * @returns {Reading | null}  null: it is gone
 */
export function readContact(contact, accepted) {
  const state = readOr(() => contact.getState().type, null);
  if (state === null) return null;
  const initial = readOr(() => contact.getInitialConnection(), null);
  const own = readOr(() => contact.getAgentConnection(), null);
  const isInbound = readOr(() => contact.isInbound(), true);
  const isCallback = readOr(() => contact.getType(), "") === "queue_callback";
  const { e164, name } = whoIs(initial);
  const attributes = readOr(() => contact.getAttributes(), {}) ?? {};
  const isIn = isCallback ? !accepted && state !== "connected" : isInbound;
  const customer = sideOf(initial, name ?? e164 ?? "The customer");
  const third = thirdOf(contact);
  return {
    phase: phaseOf(state, isIn),
    state,
    direction: isInbound || isCallback ? "in" : "out",
    e164,
    name: textOf(attributes, "customer_name", "name") ?? name,
    ticket: ticketOf(attributes),
    customer,
    third,
    own,
    inBrowser: readOr(() => contact.isSoftphoneCall?.() ?? true, true),
    isConference: third !== null || readOr(() => contact.isMultiPartyConferenceEnabled?.() ?? false, false),
    since: readOr(() => contact.getStateDuration?.() ?? 0, 0),
  };
}

/**
 * @param {string} state
 * @param {boolean} isIn  it rings here first
 * @returns {Reading["phase"]}
 */
function phaseOf(state, isIn) {
  if (OVER.includes(state)) return "over";
  if (state === "connected") return "live";
  if (state === "incoming") return "incoming";
  if (state === "connecting" || state === "pending") return isIn ? "incoming" : "outgoing";
  return null;
}

/**
 * @param {Connection | null} connection
 * @param {string} name
 * @returns {Side | null}
 */
function sideOf(connection, name) {
  const type = readOr(() => connection?.getState().type, undefined);
  if (!connection || type === undefined || GONE.includes(type)) return null;
  const state = type === "hold" ? "hold" : type === "connecting" ? "calling" : "talking";
  const isAgent = readOr(() => connection.getEndpoint()?.type === "agent", false);
  return { connection, state, name, isAgent };
}

/** @param {Contact} contact */
function thirdOf(contact) {
  const sides = readOr(() => contact.getThirdPartyConnections(), []).map((each) => sideOf(each, thirdName(each)));
  return sides.find((side) => side !== null) ?? null;
}

/** @param {Connection} connection */
function thirdName(connection) {
  const endpoint = readOr(() => connection.getEndpoint(), null);
  return endpoint?.name || readOr(() => connection.getQuickConnectName?.(), null) || whoIs(connection).e164 || "The other one";
}

/**
 * Their number is a telephone's, an address with one in it, hidden, or "INTERNAL-TRANSFER".
 *
 * @param {Connection | null} connection
 * @returns {{e164: string | null, name: string | null}}
 */
function whoIs(connection) {
  const endpoint = readOr(() => connection?.getEndpoint() ?? null, null);
  const e164 = /^(?:sips?:)?(\+[1-9]\d{1,14})(?:@|;|$)/.exec(endpoint?.phoneNumber ?? "")?.[1] ?? null;
  return { e164, name: readOr(() => connection?.getQuickConnectName?.(), null) || endpoint?.name || null };
}

/**
 * @param {Record<string, {value?: unknown}>} attributes
 * @param {...string} names
 */
function textOf(attributes, ...names) {
  const found = names.map((name) => attributes[name]?.value).find((value) => typeof value === "string" && value.trim() !== "");
  return typeof found === "string" ? found.trim().slice(0, 200) : null;
}

/** @param {Record<string, {value?: unknown}>} attributes */
function ticketOf(attributes) {
  const text = textOf(attributes, "ticket_id", "ticket") ?? "";
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
  return id !== null && Number.isSafeInteger(id) ? id : null;
}
