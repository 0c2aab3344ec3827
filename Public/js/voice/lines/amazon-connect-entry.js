/** @typedef {import("../problem.js").Problem} Problem */
/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("./amazon-connect-streams.js").Contact} Contact */
/** @typedef {"accept" | "reject" | "hangUp"} Pressed */

/**
 * A call that is known here.
 *
 * @typedef {object} Entry
 * @property {string} id  the contact's
 * @property {Contact} contact
 * @property {"incoming" | "outgoing" | "live" | null} phase
 * @property {Call | null} call  as it was told last
 * @property {string} shown
 * @property {import("../../types.js").LineReport | null} report  as it was written down last
 * @property {Target | null} target  where this page dialled it
 * @property {import("../../types.js").LineRecord | null} known  what the desk knows of it
 * @property {boolean} accepted
 * @property {((problem: Problem | null) => void) | null} answering
 * @property {"reject" | "hangUp" | null} wish  how it is to end
 * @property {boolean} wishedElsewhere  in another tab, which sees to it
 * @property {number} tries
 * @property {boolean} ending
 * @property {boolean} left  handed over
 * @property {boolean} resumes  the customer comes back as soon as the other one is gone
 * @property {boolean | null} mutedTold
 * @property {number | null} liveAt
 * @property {{id: string, since: number} | null} waiting
 */

/**
 * @param {string} id
 * @param {Contact} contact
 * @param {Pressed | null} pressed  in another tab
 * @returns {Entry}
 */
export function newEntry(id, contact, pressed) {
  const wish = pressed === "accept" ? null : pressed;
  return {
    ...{ id, contact, phase: null, call: null, shown: "", report: null, target: null, known: null },
    ...{ accepted: pressed === "accept", answering: null, wish, wishedElsewhere: wish !== null, tries: 0, ending: false },
    ...{ left: false, resumes: false, mutedTold: null, liveAt: null, waiting: null },
  };
}
