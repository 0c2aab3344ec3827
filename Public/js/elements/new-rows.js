import { find, need, show } from "../lib/dom.js";

/**
 * The words on the button above a list that was scrolled away.
 *
 * @param {number} count
 */
export const newsWords = (count) => (count === 1 ? "1 new ticket" : `${count} new tickets`);

/** New rows go on top of the list; where its top is out of sight they wait for a press, so that nothing jumps. */
export class NewRows {
  #changed;
  /** @type {Map<string, HTMLElement>} newest last */
  #waiting = new Map();

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
    document.addEventListener("click", (event) => {
      const pressed = event.target instanceof Element && event.target.closest("[data-news-button]");
      if (pressed) this.#letIn();
    });
  }

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} row
   * @param {string} id
   */
  add(list, row, id) {
    row.dataset.new = "";
    find("[data-empty]", HTMLElement)?.remove();
    const isSeen = list.getBoundingClientRect().top >= 0;
    if (isSeen && this.#waiting.size === 0) list.prepend(row);
    else this.#waiting.set(id, row);
    this.#showCount();
  }

  pageCame() {
    this.#waiting.clear();
  }

  #letIn() {
    const list = need("ol[data-first-page]", HTMLElement);
    for (const row of this.#waiting.values()) list.prepend(row);
    this.#waiting.clear();
    this.#showCount();
    this.#changed();
    window.scrollTo({ top: 0 });
    find(".row-link", HTMLElement, list)?.focus({ preventScroll: true });
  }

  #showCount() {
    const news = find("[data-news]", HTMLElement);
    if (!news) return;
    const count = this.#waiting.size;
    if (count > 0) need("[data-news-button]", HTMLElement, news).textContent = newsWords(count);
    show(news, count > 0);
  }
}
