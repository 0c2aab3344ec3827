import { need, say, show } from "../../lib/dom.js";
import { contactChoice } from "./contact-choice.js";

/** @typedef {import("../types.js").OfferView} OfferView */
/** @typedef {import("../host/toolbar-host.js").ToolbarHost} ToolbarHost */

const STEP = 250;

/** Somebody rings through the partner's toolbar: who it is, and how long they wait. Escape does not reject them. */
export class OfferDialog {
  #root;
  #timer = 0;
  /** @type {string | null} */
  #shown = null;
  /** @type {(view: {choices: OfferView["choices"], chosen: string | null}) => void} */
  #choices;

  /**
   * @param {HTMLElement} section
   * @param {ToolbarHost} host
   */
  constructor(section, host) {
    this.#root = need("[data-partner-offer]", HTMLElement, section);
    this.#part("accept", HTMLButtonElement).addEventListener("click", () => void host.answerOffer(true));
    this.#part("reject", HTMLButtonElement).addEventListener("click", () => void host.answerOffer(false));
    this.#choices = contactChoice(this.#part("choices", HTMLElement), this.#part("contacts", HTMLElement), (contact) => {
      if (this.#shown) host.choose(this.#shown, contact);
    });
    host.watch(({ offer }) => this.#show(offer));
  }

  /**
   * @template {HTMLElement} T
   * @param {string} name
   * @param {new () => T} type
   */
  #part(name, type) {
    return need(`[data-offer-${name}]`, type, this.#root);
  }

  /** @param {OfferView | null} offer */
  #show(offer) {
    const isNew = offer !== null && offer.id !== this.#shown;
    this.#shown = offer?.id ?? null;
    show(this.#root, offer !== null);
    if (offer) this.#root.dataset.state = "ringing";
    else delete this.#root.dataset.state;
    if (!offer) return clearInterval(this.#timer);
    say(this.#part("name", HTMLElement), offer.name);
    say(this.#part("number", HTMLElement), offer.number);
    say(this.#part("words", HTMLElement), offer.words);
    this.#choices(offer);
    for (const key of ["accept", "reject"]) this.#part(key, HTMLButtonElement).disabled = offer.waiting;
    if (isNew) this.#rings(offer);
  }

  /** @param {OfferView} offer */
  #rings(offer) {
    clearInterval(this.#timer);
    const left = this.#part("left", HTMLElement);
    const tick = () => say(left, leftWords(offer.until - Date.now()));
    tick();
    this.#timer = window.setInterval(tick, STEP);
    const dock = this.#root.closest(".dock");
    if (dock) dock.scrollTop = 0;
    if (!isTyping(document.activeElement)) this.#root.focus({ preventScroll: true });
  }
}

/** @param {number} milliseconds */
function leftWords(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  return seconds === 1 ? "1 second left" : `${seconds} seconds left`;
}

/** @param {Element | null} element  whoever types goes on typing */
const isTyping = (element) => element !== null && element.matches("input, textarea, select, iframe");
