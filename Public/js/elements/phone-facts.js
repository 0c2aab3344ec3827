import { find, need, say, show } from "../lib/dom.js";
import { timerWords } from "../lib/time.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */

const STEP = 500;

/** What is known of a call besides its state: who hands it over, from which number, who waits since when. */
export class PhoneFacts {
  #root;
  #timer = 0;
  /** @type {(() => void) | null} */
  #tick = null;
  #running = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {PhoneView} view */
  show(view) {
    const part = (/** @type {string} */ name) => need(`[data-phone-${name}]`, HTMLElement, this.#root);
    say(part("from"), view.from);
    show(part("number"), view.number !== null);
    say(part("number-words"), view.number?.words ?? null);
    show(part("unverified"), view.number?.unverified ?? false);
    show(part("held"), view.held !== null);
    say(part("held-words"), view.held);
    const line = find("[data-phone-line]", HTMLElement, this.#root);
    if (line) say(line, view.phoneLine?.words ?? null);
    if (line) line.dataset.ready = String(view.phoneLine?.ready ?? false);
    this.#run(view);
  }

  /**
   * In the status runs the time of the call, or of the hold where it speaks of that.
   *
   * @param {PhoneView} view
   */
  #run({ liveAt, heldSince, held, state, consulting, onHold }) {
    const isHold = heldSince !== null && held === null;
    const isAsking = consulting && heldSince !== null;
    const since = state === "live" || state === "away" ? (isAsking ? null : isHold ? heldSince : liveAt) : null;
    const running = `${since} ${held === null ? null : heldSince}`;
    say(need("[data-phone-dot]", HTMLElement, this.#root), isHold && since !== null ? "·" : null);
    this.#root.toggleAttribute("data-holding", heldSince !== null || onHold);
    if (running === this.#running) return;
    this.#running = running;
    clearInterval(this.#timer);
    const timer = need("[data-phone-timer]", HTMLElement, this.#root);
    const beside = need("[data-phone-held-time]", HTMLElement, this.#root);
    this.#tick = () => {
      say(timer, since === null ? null : timerWords(Date.now() - since));
      say(beside, heldSince === null ? null : timerWords(Date.now() - heldSince));
    };
    this.#tick();
    if (since !== null || heldSince !== null) this.#timer = window.setInterval(this.#tick, STEP);
  }
}
