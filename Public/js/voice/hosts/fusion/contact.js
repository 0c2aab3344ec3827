/**
 * Who Fusion says a caller is.
 *
 * @typedef {{label: string, more: string | null, isKnown: boolean}} Contact
 */

/** What names somebody who has no name, the best first. */
const LABELS = ["ORG_NAME", "SR_NUM", "SR_TITLE", "OPPORTUNITY_NAME", "LEAD_NAME"];

/**
 * @param {Record<string, string>} out  of the answer to newCommEvent
 * @param {string} number
 * @returns {Contact | null}  null where nothing is known but the number
 */
export function contactFrom(out, number) {
  const get = (/** @type {string} */ name) => out[`SVCMCA_${name}`] ?? "";
  const fullName = [get("CONTACT_FIRST_NAME"), get("CONTACT_LAST_NAME")].filter(Boolean).join(" ");
  const label = [get("DISPLAY_NAME"), get("CONTACT_NAME"), fullName, ...LABELS.map(get)].find(Boolean);
  if (!label) return null;
  const organisation = get("CONTACT_PRIM_ORG_NAME") || get("ORG_NAME");
  const request = get("SR_NUM") && `Service request ${get("SR_NUM")}${get("SR_TITLE") ? `: ${get("SR_TITLE")}` : ""}`;
  const more = [get("CONTACT_JOB_TITLE"), organisation, request, number].filter((words) => words && words !== label);
  return { label, more: more.join(" · ") || null, isKnown: get("CONTACT_ID") !== "" };
}
