/**
 * The first element that matches, as the type asked for.
 *
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T | null}
 */
export function find(selector, type, root = document) {
  const found = root.querySelector(selector);
  return found instanceof type ? found : null;
}

/**
 * Like `find`, for what the page's own template always has.
 *
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} type
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function need(selector, type, root = document) {
  const found = find(selector, type, root);
  if (!found) throw new Error(`This page has no ${selector}`);
  return found;
}

/**
 * The nearest element around an event that matches.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function around(event, selector) {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}

/**
 * Sets words and hides the element when there are none. Untouched when nothing changes, so that
 * live regions stay silent.
 *
 * @param {HTMLElement} element
 * @param {string | null} words
 */
export function say(element, words) {
  const text = words ?? "";
  if (element.textContent !== text) element.textContent = text;
  show(element, text !== "");
}

/**
 * @param {HTMLElement} element
 * @param {boolean} visible
 */
export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

/**
 * Tells people who listen to the page; never more than one thing at a time.
 *
 * @param {string} words
 */
export function announce(words) {
  const announcer = find("[data-announcer]", HTMLElement);
  if (announcer) announcer.textContent = words;
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/**
 * Swaps an element and gives the focus back to the control that stands in the same place.
 *
 * @param {Element} old
 * @param {Element} fresh
 */
export function swap(old, fresh) {
  const place = [...old.querySelectorAll(FOCUSABLE)].findIndex((element) => element === document.activeElement);
  old.replaceWith(fresh);
  const next = place < 0 ? null : fresh.querySelectorAll(FOCUSABLE)[place];
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}
