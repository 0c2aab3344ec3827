import { find, need, say, show } from "../lib/dom.js";
import { timerWords } from "../lib/time.js";

/** @typedef {import("../types.js").FollowUp} FollowUp */
/** @typedef {import("../voice/wrapping-up.js").WrappingUp} WrappingUp */
/** @typedef {import("../voice/wrapping-up.js").WrapUpView} WrapUpView */

const STEP = 500;

/** The form after a call. It stands under the keys of the phone, so that it moves none of them. */
export class WrapUpForm {
  #root;
  #wrappingUp;
  #form;
  #said;
  #outcome;
  #note;
  #followUp;
  #timer = 0;
  /** @type {string | null} */
  #call = null;

  /**
   * @param {HTMLElement} root
   * @param {WrappingUp} wrappingUp
   */
  constructor(root, wrappingUp) {
    this.#root = root;
    this.#wrappingUp = wrappingUp;
    this.#form = need("[data-wrap-up]", HTMLFormElement, root);
    this.#said = need("[data-wrap-up-saved]", HTMLElement, root);
    this.#outcome = need("[name=outcome]", HTMLSelectElement, this.#form);
    this.#note = need("[name=note]", HTMLTextAreaElement, this.#form);
    this.#followUp = need("[name=follow_up]", HTMLSelectElement, this.#form);
    this.#form.addEventListener("input", () => wrappingUp.type(this.#typed));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      wrappingUp.type(this.#typed);
      void wrappingUp.save();
    });
    wrappingUp.watch((view) => this.#show(view));
  }

  /** Shows what was typed somewhere else. */
  refill() {
    this.#call = null;
    this.#show(this.#wrappingUp.view);
  }

  get #typed() {
    const followUp = /** @type {FollowUp} */ (this.#followUp.value);
    return { note: this.#note.value, outcome: this.#outcome.value, followUp };
  }

  /** @param {WrapUpView} view */
  #show(view) {
    const { form, error, problem, saving, said } = view;
    say(this.#said, said);
    const hadFocus = this.#form.contains(document.activeElement);
    show(this.#form, form !== null);
    if (!form && hadFocus) find(".dock", HTMLElement)?.focus({ preventScroll: true });
    if (form && form.call !== this.#call) this.#fill(view);
    this.#call = form?.call ?? null;
    say(need("[data-wrap-up-problem]", HTMLElement, this.#form), problem);
    this.#showError(error);
    this.#form.toggleAttribute("aria-busy", saving);
    this.#run(view.until);
  }

  /** @param {WrapUpView} view */
  #fill({ form, answers }) {
    if (!form) return;
    need("[data-wrap-up-with]", HTMLElement, this.#form).textContent = form.with;
    const outcomes = form.outcomes.includes(answers.outcome) ? form.outcomes : ["", ...form.outcomes];
    this.#outcome.replaceChildren(...outcomes.map((words) => new Option(words || "Choose…", words)));
    this.#outcome.value = form.outcomes.includes(answers.outcome) ? answers.outcome : "";
    this.#note.value = answers.note;
    this.#followUp.value = answers.followUp;
    show(need("[data-wrap-up-follow-up]", HTMLElement, this.#form), form.ticket);
    if (this.#root.dataset.typing === form.call) this.#goOnTyping();
  }

  /** The call ended while its note was typed. */
  #goOnTyping() {
    delete this.#root.dataset.typing;
    this.#note.focus({ preventScroll: true });
    this.#note.setSelectionRange(this.#note.value.length, this.#note.value.length);
  }

  /** @param {import("../voice/wrapping-up.js").FieldError | null} error */
  #showError(error) {
    for (const field of [this.#outcome, this.#note, this.#followUp]) {
      const isWrong = error?.field === field.name;
      const wasWrong = field.hasAttribute("aria-invalid");
      say(need(`[data-error=${field.name}]`, HTMLElement, this.#form), isWrong && error ? error.words : null);
      if (!isWrong) field.removeAttribute("aria-invalid");
      else field.setAttribute("aria-invalid", "true");
      if (isWrong && !wasWrong) field.focus();
    }
  }

  /** @param {number | null} until  this page's clock */
  #run(until) {
    clearInterval(this.#timer);
    const time = need("[data-wrap-up-time]", HTMLElement, this.#form);
    const tick = () => say(time, until === null ? null : `${timerWords(until - Date.now() + 999)} left`);
    tick();
    if (until !== null) this.#timer = window.setInterval(tick, STEP);
  }
}
