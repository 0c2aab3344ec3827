import { around, need, say, show } from "../lib/dom.js";
import { wait } from "./call-keys.js";

/** @typedef {import("../types.js").Colleague} Colleague */
/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../voice/softphone.js").Softphone} Softphone */

const AGAIN = 5_000;
const LOOKING = "Looking who is here…";
const NOBODY = "Nobody else is signed in";

/** Whom an agent can ask about a call, kept up to date while it is open. */
export class ConsultList {
  #phone;
  #key;
  #cancel;
  #list;
  #targets;
  #timer = 0;
  #shown = "";

  /**
   * @param {HTMLElement} root
   * @param {Softphone} phone
   */
  constructor(root, phone) {
    this.#phone = phone;
    this.#key = need("[data-consult]", HTMLButtonElement, root);
    this.#cancel = need("[data-cancel-consult]", HTMLButtonElement, root);
    this.#list = need("[data-consult-list]", HTMLElement, root);
    this.#targets = need("[data-consult-targets]", HTMLElement, root);
    this.#key.addEventListener("click", () => this.#toggle());
    this.#targets.addEventListener("click", (event) => this.#chosen(event));
    for (const element of [this.#list, this.#key]) element.addEventListener("keydown", (event) => this.#typed(event));
  }

  #toggle() {
    if (this.#key.hasAttribute("aria-disabled")) return;
    if (this.#list.hidden) this.#phone.openConsult();
    else this.#phone.closeConsult();
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    if (event.key !== "Escape" || this.#list.hidden) return;
    event.preventDefault();
    this.#phone.closeConsult();
    this.#key.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  #chosen(event) {
    const agent = Number(around(event, "[data-agent]")?.dataset.agent);
    if (agent > 0) this.#phone.consult(agent);
  }

  /** @param {PhoneView} view */
  show({ can, pressed, consultList }) {
    const wasHere = this.#key === document.activeElement || this.#list.contains(document.activeElement);
    show(this.#key, can.consult);
    wait(this.#key, pressed !== null, pressed === "consult");
    this.#key.setAttribute("aria-expanded", String(consultList !== null));
    if (consultList && this.#list.hidden) this.#askAgain();
    if (!consultList) clearInterval(this.#timer);
    show(this.#list, consultList !== null);
    this.#fill(consultList?.colleagues ?? null);
    if (wasHere && !can.consult) this.#cancel.focus({ preventScroll: true });
    else if (wasHere && !consultList) this.#key.focus({ preventScroll: true });
  }

  #askAgain() {
    clearInterval(this.#timer);
    this.#timer = window.setInterval(() => this.#phone.openConsult(), AGAIN);
  }

  /** @param {Colleague[] | null} colleagues */
  #fill(colleagues) {
    say(need("[data-consult-words]", HTMLElement, this.#list), wordsAbout(colleagues));
    const news = JSON.stringify(colleagues);
    if (news === this.#shown) return;
    this.#shown = news;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.agent : undefined;
    const buttons = (colleagues ?? []).map(buttonFor);
    this.#targets.replaceChildren(...buttons);
    buttons.find((button) => button.dataset.agent === focused && focused !== undefined)?.focus({ preventScroll: true });
  }
}

/** @param {Colleague[] | null} colleagues */
const wordsAbout = (colleagues) => (colleagues === null ? LOOKING : colleagues.length === 0 ? NOBODY : null);

/** @param {Colleague} colleague */
function buttonFor({ id, name, presence, words, canBeRung }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet consult-target";
  button.dataset.agent = String(id);
  button.dataset.presence = presence;
  button.disabled = !canBeRung;
  button.append(span("consult-name", name), " ", span("consult-presence", words));
  return button;
}

/**
 * @param {string} className
 * @param {string} words
 */
function span(className, words) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = words;
  return element;
}
