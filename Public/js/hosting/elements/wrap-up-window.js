import { find, need, say, show } from "../../lib/dom.js";
import { timerWords } from "../../lib/time.js";

/** @typedef {import("../host/wrap-ups.js").WrapUps} WrapUps */
/** @typedef {import("../host/wrap-ups.js").WrapUpWindowView} WrapUpWindowView */

const STEP = 500;

/** What is written after a call of the partner's toolbar. */
export class WrapUpWindow {
  #form;
  #fields;
  #button;
  #timer = 0;
  #isOpen = false;
  #canLeave = false;

  /**
   * @param {HTMLElement} section
   * @param {WrapUps} wrapUps
   */
  constructor(section, wrapUps) {
    this.#form = need("[data-partner-wrap-up]", HTMLFormElement, section);
    this.#button = need("[type=submit]", HTMLButtonElement, this.#form);
    this.#fields = {
      outcome: need("[name=outcome]", HTMLSelectElement, this.#form),
      reason: need("[name=reason]", HTMLInputElement, this.#form),
      note: need("[name=note]", HTMLTextAreaElement, this.#form),
    };
    this.#form.addEventListener("input", () => wrapUps.type(this.#typed));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#canLeave) return wrapUps.leave();
      wrapUps.type(this.#typed);
      void wrapUps.save();
    });
    wrapUps.watch((view) => this.#show(view));
  }

  get #typed() {
    const { outcome, reason, note } = this.#fields;
    return { outcome: outcome.value, reason: reason.value, note: note.value };
  }

  /** @param {WrapUpWindowView} view */
  #show(view) {
    const hadFocus = this.#form.contains(document.activeElement);
    const isNew = view !== null && !this.#isOpen;
    this.#isOpen = view !== null;
    show(this.#form, this.#isOpen);
    clearInterval(this.#timer);
    if (!view) {
      if (hadFocus) find(".dock", HTMLElement)?.focus({ preventScroll: true });
      return;
    }
    say(need("[data-partner-wrap-up-with]", HTMLElement, this.#form), view.name);
    this.#fill(view.values);
    this.#showProblem(view);
    this.#run(view.until);
    if (isNew && !document.activeElement?.matches("input, textarea, select, iframe")) this.#fields.outcome.focus({ preventScroll: true });
  }

  /** @param {import("../types.js").WrapUpValues} values */
  #fill(values) {
    for (const name of /** @type {const} */ (["outcome", "reason", "note"])) {
      if (this.#fields[name].value !== values[name]) this.#fields[name].value = values[name];
    }
  }

  /** @param {NonNullable<WrapUpWindowView>} view */
  #showProblem({ problem, saving, canLeave }) {
    say(need("[data-partner-wrap-up-problem]", HTMLElement, this.#form), problem);
    this.#form.toggleAttribute("aria-busy", saving);
    this.#canLeave = canLeave;
    this.#button.textContent = canLeave ? "Close without saving" : "Save wrap-up";
    const isMissing = problem === "Choose an outcome.";
    if (isMissing) this.#fields.outcome.setAttribute("aria-invalid", "true");
    else this.#fields.outcome.removeAttribute("aria-invalid");
  }

  /** @param {number | null} until */
  #run(until) {
    const left = need("[data-partner-wrap-up-left]", HTMLElement, this.#form);
    const tick = () => say(left, until === null ? null : `${timerWords(until - Date.now() + 999)} left`);
    tick();
    if (until !== null) this.#timer = window.setInterval(tick, STEP);
  }
}
