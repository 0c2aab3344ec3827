import { around } from "../lib/dom.js";

/** @typedef {import("../types.js").Target} Target */
/** @typedef {import("../voice/softphone.js").Softphone} Softphone */

/**
 * Whom a pressed button calls.
 *
 * @param {{ticket?: string, phone?: string, name?: string, callSupport?: string, by?: string}} data  the button's data
 * @param {string} words  the words on it
 * @returns {Target}
 */
export function targetOf(data, words) {
  const ticket = Number(data.ticket);
  return {
    name: data.callSupport === undefined ? data.name ?? data.phone ?? "the customer" : "support",
    ticket: Number.isSafeInteger(ticket) && ticket > 0 ? ticket : null,
    phone: data.phone ?? null,
    button: words,
    ...(data.by === "phone" || data.by === "page" ? { by: data.by } : {}),
  };
}

/** The buttons all over the page that start a call, also those that arrive later. */
export class CallButtons {
  /**
   * What a press does.
   *
   * @type {(button: HTMLButtonElement) => void}
   */
  press = (button) => this.call(button);

  #phone;
  #blocked = false;
  /** @type {string | null}  why telephones cannot be called */
  #noPhone = null;

  /** @param {Softphone} phone */
  constructor(phone) {
    this.#phone = phone;
    document.addEventListener("click", (event) => this.#clicked(event));
    phone.watch((view) => {
      this.#blocked = view.callsBlocked;
      this.#noPhone = view.phoneLine && !view.phoneLine.ready ? view.phoneLine.words : null;
      this.refresh();
    });
  }

  /** @param {HTMLButtonElement} button */
  call(button) {
    this.#phone.dial(targetOf(button.dataset, button.textContent?.trim() ?? ""));
  }

  refresh() {
    for (const button of document.querySelectorAll("[data-call]:not([data-not-callable])")) {
      if (button instanceof HTMLButtonElement) this.#show(button);
    }
  }

  /** @param {HTMLButtonElement} button */
  #show(button) {
    const why = button.dataset.by === "phone" ? this.#noPhone : null;
    const disabled = this.#blocked || why !== null;
    if (button.disabled !== disabled) button.disabled = disabled;
    if (button.title !== (why ?? "")) button.title = why ?? "";
  }

  /**
   * The second half of a double click makes no second call.
   *
   * @param {MouseEvent} event
   */
  #clicked(event) {
    const button = around(event, "[data-call]");
    if (button instanceof HTMLButtonElement && event.detail < 2) this.press(button);
  }

  /** A press from before this module ran. */
  takeEarlyPress() {
    document.documentElement.dataset.modules = "on";
    const page = /** @type {{deskbellPressed?: HTMLButtonElement}} */ (window);
    const button = page.deskbellPressed;
    delete page.deskbellPressed;
    if (button?.isConnected) this.press(button);
  }
}
