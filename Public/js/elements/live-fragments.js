import { announce, find, swap } from "../lib/dom.js";
import { elementFrom } from "../lib/html.js";
import { NewRows } from "./new-rows.js";

/** @typedef {import("../types.js").FragmentMessage} FragmentMessage */

/** Puts fragments that the server rendered where they belong. */
export class LiveFragments {
  #changed;
  #press;
  #rows;
  /** @type {FragmentMessage[] | null} */
  #kept = null;

  /**
   * @param {() => void} changed  called after the page's content changed
   * @param {import("../lib/press.js").Press} press
   */
  constructor(changed, press) {
    this.#changed = changed;
    this.#press = press;
    this.#rows = new NewRows(changed);
  }

  /** @param {FragmentMessage} message */
  take(message) {
    this.#kept = this.#kept && [...this.#kept, message].slice(-50);
    this.#press.afterwards(() => this.#apply(message));
  }

  /** A page is on its way: what arrives meanwhile counts for it, too. */
  pageLeft() {
    this.#kept = [];
  }

  pageCame() {
    this.#rows.pageCame();
    const kept = this.#kept ?? [];
    this.#kept = null;
    for (const message of kept) this.#apply(message);
  }

  /** @param {FragmentMessage} message */
  #apply({ id, html, list }) {
    const fresh = elementFrom(html);
    if (!fresh) return;
    const old = document.getElementById(id);
    if (old) swap(old, fresh);
    else if (list) this.#insert(fresh, id, list);
    if (old || list) this.#changed();
  }

  /**
   * @param {HTMLElement} row
   * @param {string} id
   * @param {string} listId
   */
  #insert(row, id, listId) {
    const list = find(`#${CSS.escape(listId)}`, HTMLElement);
    if (!list || list.dataset.firstPage !== "true") return;
    this.#rows.add(list, row, id);
    const who = row.querySelector(".row-link")?.textContent;
    announce(who ? `New ticket from ${who}` : "New ticket");
  }
}
