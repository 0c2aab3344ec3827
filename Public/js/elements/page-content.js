import { find, need } from "../lib/dom.js";

/**
 * Puts another page's content in the place of this one's.
 *
 * @param {Document} page
 */
export function replaceContent(page) {
  const main = need("#main", HTMLElement);
  const fresh = document.adoptNode(page.querySelector("#main") ?? page.createElement("main"));
  const phone = main.querySelector("[data-phone-panel]");
  if (phone) keepPhone(phone, fresh);
  main.replaceChildren(...fresh.childNodes);
  document.body.dataset.page = page.body.dataset.page;
  document.body.dataset.mark = page.body.dataset.mark;
  markCurrent(page);
}

/**
 * A phone inside the content moves over to the new content, or stays above it.
 *
 * @param {Element} phone
 * @param {Element} fresh
 */
function keepPhone(phone, fresh) {
  const place = fresh.querySelector("[data-phone-panel]");
  if (place) place.replaceWith(phone);
  else fresh.prepend(phone);
}

/** @param {Document} page */
function markCurrent(page) {
  const here = document.querySelector("[data-nav]");
  const there = page.querySelector("[data-nav]");
  if (here && there && here.outerHTML !== there.outerHTML) here.replaceChildren(...document.adoptNode(there).childNodes);
}

/**
 * Where people go on after the content was replaced.
 *
 * @param {boolean} isAnswer  the page tells what was wrong
 * @param {number} place
 */
export function focusAfter(isAnswer, place) {
  const main = need("#main", HTMLElement);
  const wrong = isAnswer ? find("[aria-invalid='true']", HTMLElement, main) : null;
  if (wrong) wrong.focus();
  else if (!focusAt(place)) main.focus({ preventScroll: true });
}

const CONTROLS = "a[href], button, input, textarea, select, summary";

/** Which of the content's controls has the focus; -1 for none. */
export function focusPlace() {
  return [...need("#main", HTMLElement).querySelectorAll(CONTROLS)].findIndex((control) => control === document.activeElement);
}

/** @param {number} place */
export function focusAt(place) {
  const control = place < 0 ? null : need("#main", HTMLElement).querySelectorAll(CONTROLS)[place];
  if (!(control instanceof HTMLElement)) return false;
  control.focus({ preventScroll: true });
  return document.activeElement === control;
}

/** Whether somebody has typed or chosen what is not taken yet: not sent, or sent back with what is wrong. */
export function isBeingWritten() {
  const main = need("#main", HTMLElement);
  if (find("[aria-invalid='true']", HTMLElement, main)) return true;
  return [...main.querySelectorAll("input, textarea")].some(isChanged);
}

/** @param {Element} field */
function isChanged(field) {
  if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue;
}
