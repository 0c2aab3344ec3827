/**
 * The only place that turns text into HTML or scripts, and only text the desk's own server rendered.
 */

/** @typedef {{createHTML(html: string): string, createScriptURL(url: string): string}} Policy */

/** @type {Policy} */
const policy = makePolicy();

/** @returns {Policy} */
function makePolicy() {
  const same = (/** @type {string} */ text) => text;
  const rules = { createHTML: same, createScriptURL: same };
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

/**
 * Runs a script that is no module.
 *
 * @param {string} url
 * @param {{isPlain?: boolean}} [how]  isPlain: from a server that may not say that others can load its scripts
 * @returns {Promise<void>}  rejects where it is missing or blocked
 */
export function runScript(url, how) {
  const { isPlain = false } = how ?? {};
  const script = document.createElement("script");
  if (!isPlain && new URL(url, location.href).origin !== location.origin) script.crossOrigin = "anonymous";
  script.src = policy.createScriptURL(url);
  return new Promise((done, failed) => {
    script.onload = () => done();
    script.onerror = () => failed(new Error(`No script at ${url}`));
    document.head.append(script);
  });
}
