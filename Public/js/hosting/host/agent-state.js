import { isYes } from "./lookup.js";
import { words } from "./wire.js";

/** @typedef {import("../types.js").AgentStand} AgentStand */

/** @type {Record<AgentStand, string>} */
const USUAL = { disabled: "Not signed in", available: "Available", break: "On a break" };

/** @type {import("../types.js").HostView["agent"]} */
export const NOBODY = { stand: "disabled", words: USUAL.disabled };

/**
 * Where the toolbar's agent stands, in the toolbar's own words where it has some.
 *
 * @param {Record<string, any>} data
 * @returns {import("../types.js").HostView["agent"]}
 */
export function agentIn({ isAvailable, isLoggedIn, stateDisplayString, reasonDisplayString }) {
  if (!isYes(isLoggedIn)) return NOBODY;
  const stand = isYes(isAvailable) ? "available" : "break";
  const said = words(stateDisplayString, 60);
  const reason = words(reasonDisplayString, 60);
  return { stand, words: said ? (reason && reason !== said ? `${said} · ${reason}` : said) : reason ?? USUAL[stand] };
}
