/**
 * The only place that turns text into HTML, and only text the desk's own server rendered.
 */

/** @type {{createHTML(html: string): string}} */
const policy = makePolicy();

/** @returns {{createHTML(html: string): string}} */
function makePolicy() {
  const rules = { createHTML: (/** @type {string} */ html) => html };
  const factory = /** @type {any} */ (globalThis).trustedTypes;
  return factory ? factory.createPolicy("deskbell", rules) : rules;
}

/**
 * The one element of a fragment.
 *
 * @param {string} html
 * @returns {HTMLElement | null}
 */
export function elementFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  const first = template.content.firstElementChild;
  return first instanceof HTMLElement ? first : null;
}

/**
 * A whole page.
 *
 * @param {string} html
 * @returns {Document}
 */
export function pageFrom(html) {
  return new DOMParser().parseFromString(policy.createHTML(html), "text/html");
}
