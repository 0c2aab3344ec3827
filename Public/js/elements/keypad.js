import { around, need, show } from "../lib/dom.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../voice/softphone.js").Softphone} Softphone */

const SHOWN = 24;

/** The keys of a telephone, for machines that ask for them; while it is open also those of the keyboard. */
export class Keypad {
  #phone;
  #key;
  #keys;
  #sent;
  /** @type {string | null} */
  #call = null;

  /**
   * @param {HTMLElement} root
   * @param {Softphone} phone
   */
  constructor(root, phone) {
    this.#phone = phone;
    this.#key = need("[data-keypad]", HTMLButtonElement, root);
    this.#keys = need("[data-keypad-keys]", HTMLElement, root);
    this.#sent = need("[data-keypad-sent]", HTMLOutputElement, root);
    this.#key.addEventListener("click", () => this.#open(this.#keys.hidden));
    this.#keys.addEventListener("click", (event) => this.#pressed(event));
    document.addEventListener("keydown", (event) => this.#typed(event));
  }

  /** @param {boolean} open */
  #open(open) {
    show(this.#keys, open);
    this.#key.setAttribute("aria-expanded", String(open));
    if (!open) this.#sent.value = "";
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const digit = around(event, "[data-digit]")?.dataset.digit;
    if (digit) this.#send(digit);
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    if (this.#keys.hidden || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "Escape") this.#close(event);
    else if (/^[0-9*#]$/.test(event.key)) this.#send(event.key);
  }

  /** @param {KeyboardEvent} event */
  #close(event) {
    event.preventDefault();
    this.#open(false);
    this.#key.focus({ preventScroll: true });
  }

  /** @param {string} digit */
  #send(digit) {
    this.#phone.sendDigits(digit);
    this.#sent.value = (this.#sent.value + digit).slice(-SHOWN);
  }

  /** @param {PhoneView} view */
  show({ can, callId }) {
    show(this.#key, can.keypad);
    if (!can.keypad || callId !== this.#call) this.#open(false);
    this.#call = callId;
  }
}

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof Element && target.matches("input, textarea, select");
