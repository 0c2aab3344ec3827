import { exactWords, relativeWords } from "../lib/time.js";

const STEP = 20_000;

/** Keeps "2 min" true while the page stands, and tells exact times as people here write them. */
export class RelativeTimes {
  /** The server's clock minus this page's, milliseconds. */
  skew = 0;

  constructor() {
    this.refresh();
    setInterval(() => this.refresh(), STEP);
  }

  refresh() {
    const now = new Date(Date.now() + this.skew);
    for (const element of document.querySelectorAll("time[data-relative]")) {
      if (element instanceof HTMLTimeElement) this.#show(element, now);
    }
  }

  /**
   * @param {HTMLTimeElement} element
   * @param {Date} now
   */
  #show(element, now) {
    const then = new Date(element.dateTime);
    if (Number.isNaN(then.getTime())) return;
    const words = relativeWords(then, now);
    if (element.textContent !== words) element.textContent = words;
    const exact = exactWords(then);
    if (element.title !== exact) element.title = exact;
  }
}
