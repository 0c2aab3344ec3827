import { isObject, words } from "./wire.js";

/** @typedef {import("../types.js").Attributes} Attributes */
/** @typedef {import("../types.js").Contact} Contact */
/** @typedef {import("../types.js").LookUpKeys} LookUpKeys */
/** @typedef {import("../types.js").Match} Match */

const PATIENCE = 4_000;

/** @type {Match} */
export const NOBODY = { contacts: [], total: 0, number: null };

/**
 * Asks the desk who that is; nobody where it cannot be reached in time.
 *
 * @param {LookUpKeys} keys
 * @returns {Promise<Match>}
 */
export async function askDesk(keys) {
  const query = Object.entries(keys).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  if (query.length === 0) return NOBODY;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(`/dashboard/contacts?${query.join("&")}`, { headers: { Accept: "application/json" }, redirect: "error", signal: stop.signal });
    return response.ok ? matchOf(await response.json()) : NOBODY;
  } catch {
    return NOBODY;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What somebody who calls can be found by.
 *
 * @param {Attributes} inData
 * @returns {LookUpKeys}
 */
export function keysOf(inData) {
  if (isYes(inData.SVCMCA_BYPASS_IDENTIFY_CONTACT)) return {};
  const phone = words(inData.SVCMCA_ANI, 64);
  const ticket = ticketIn(inData);
  const name = words(inData.SVCMCA_CONTACT_NAME, 200) ?? words(inData.SVCMCA_DISPLAY_NAME, 200);
  return { ...(phone ? { phone } : {}), ...(ticket ? { ticket } : {}), ...(name ? { name } : {}) };
}

/**
 * The service request that a call is about: a ticket, here.
 *
 * @param {Attributes} inData
 * @returns {string | null}
 */
export const ticketIn = (inData) => words(inData.SVCMCA_SR_NUM, 24) ?? words(inData.SVCMCA_SR_ID, 24);

/** @param {unknown} value */
export const isYes = (value) => value === true || /^(true|yes|y|1)$/i.test(String(value ?? ""));

/**
 * What the answer to a new communication carries.
 *
 * @param {Attributes} inData
 * @param {Contact | null} contact  the one there is, or the one that was chosen
 * @param {import("../types.js").KnownTicket | null} ticket
 * @returns {Attributes}
 */
export function outDataOf(inData, contact, ticket) {
  const about = ticket ?? (contact?.unsolved === 1 ? contact.ticket : null);
  return { ...echoOf(inData), ...(contact ? attributesOf(contact) : {}), ...(about ? requestOf(about) : {}) };
}

/** @param {Attributes} inData */
function echoOf(inData) {
  const { mcaOrigEventSource: _, ...echo } = inData;
  return echo;
}

/** @param {Contact} contact */
function attributesOf({ id, name, firstName, lastName, phone }) {
  return {
    SVCMCA_CONTACT_ID: id,
    SVCMCA_CONTACT_NUMBER: id,
    SVCMCA_CONTACT_NAME: name,
    SVCMCA_CONTACT_FIRST_NAME: firstName,
    SVCMCA_CONTACT_LAST_NAME: lastName,
    SVCMCA_CONTACT_PRIMARY_PHONE: phone,
    SVCMCA_DISPLAY_NAME: name,
  };
}

/** @param {import("../types.js").KnownTicket} ticket */
function requestOf({ id, title }) {
  return {
    SVCMCA_SR_ID: String(id),
    SVCMCA_SR_NUM: String(id),
    SVCMCA_SR_TITLE: title,
    SVCMCA_INTERACTION_REF_OBJ_TYPE: "SR",
    SVCMCA_INTERACTION_REF_OBJ_ID: String(id),
  };
}

/**
 * @param {any} body
 * @returns {Match}
 */
function matchOf(body) {
  const contacts = Array.isArray(body?.contacts) ? body.contacts.filter(isObject) : [];
  return { contacts, total: Number(body?.total) || contacts.length, number: isObject(body?.number) ? /** @type {any} */ (body.number) : null };
}
