import { show } from "../../lib/dom.js";

/** @typedef {import("../types.js").Contact} Contact */

/**
 * Several people have the caller's number: the agent says who it is.
 *
 * @param {HTMLElement} fieldset
 * @param {HTMLElement} place
 * @param {(contact: string) => void} chose
 * @returns {(view: {choices: Contact[], chosen: string | null}) => void}  shows them
 */
export function contactChoice(fieldset, place, chose) {
  let shown = "";
  place.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) chose(event.target.value);
  });
  return ({ choices, chosen }) => {
    show(fieldset, choices.length > 0);
    const news = JSON.stringify(choices);
    if (news !== shown) place.replaceChildren(...choices.map((contact) => option(contact, fieldset.className)));
    shown = news;
    for (const input of place.querySelectorAll("input")) input.checked = input.value === chosen;
  };
}

/**
 * @param {Contact} contact
 * @param {string} group
 */
function option({ id, name, ticket, unsolved }, group) {
  const label = document.createElement("label");
  label.className = "partner-contact";
  const input = document.createElement("input");
  input.type = "radio";
  input.name = `${group}-contact`;
  input.value = id;
  const words = document.createElement("span");
  const about = document.createElement("span");
  about.className = "partner-contact-about";
  about.textContent = unsolved > 0 ? ticket.title : "No open ticket";
  words.append(name, about);
  label.append(input, words);
  return label;
}
