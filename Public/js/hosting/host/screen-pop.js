/** @typedef {import("../types.js").Contact} Contact */
/** @typedef {import("../types.js").KnownTicket} KnownTicket */

/**
 * What is known of a call when it is answered.
 *
 * @typedef {object} Known
 * @property {KnownTicket | null} ticket  the one the call says it is about
 * @property {Contact | null} contact
 * @property {number} matches  how many it may be
 * @property {string | null} number  as the form takes it
 * @property {string | null} name
 */

/**
 * Which page an agent needs: what the call is about comes first, then who calls.
 *
 * @param {Known} known
 * @param {string | null} recorded  the page that the desk's record of the call leads to: it puts the call on its ticket
 * @returns {string | null}  null where the agent has to say first who it is
 */
export function pageFor({ ticket, contact, matches, number, name }, recorded) {
  if (ticket) return ticket.path;
  if (contact?.unsolved === 1) return contact.ticket.path;
  if (contact && contact.unsolved > 1) return recorded ?? contact.ticket.path;
  if (!contact && matches > 1) return null;
  return recorded ?? newTicket(number, contact?.name ?? name);
}

/**
 * Whether the desk's record of a call would lead to a better page.
 *
 * @param {Known} known
 */
export const needsRecord = ({ ticket, contact, matches }) =>
  !ticket && (contact ? contact.unsolved !== 1 : matches <= 1);

/**
 * @param {string | null} number
 * @param {string | null} name
 */
function newTicket(number, name) {
  const known = Object.entries({ phone: number, name }).filter(([, value]) => value);
  const query = known.map(([field, value]) => `${field}=${encodeURIComponent(value ?? "")}`).join("&");
  return `/dashboard/tickets/new${query ? `?${query}` : ""}`;
}
