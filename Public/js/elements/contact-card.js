import { need, say, show } from "../lib/dom.js";

/** @typedef {import("../voice/hosts/fusion/contact.js").Contact} Contact */

const UNKNOWN = "Unknown contact";
const MOST = 20;

/** Who the page around says the caller is. */
export class ContactCard {
  #root = need("[data-contact]", HTMLElement);
  /** @type {Map<string, Contact | null>} */
  #contacts = new Map();
  /** @type {string | null} */
  #call = null;

  /**
   * @param {import("../types.js").Call} call
   * @param {Contact | null} contact
   */
  found(call, contact) {
    this.#contacts.set(call.id, contact);
    for (const old of [...this.#contacts.keys()].slice(0, -MOST)) this.#contacts.delete(old);
    this.#show();
  }

  /** @param {import("../types.js").PhoneView} view */
  follow(view) {
    if (view.state === "ended") return;
    this.#call = view.callId;
    this.#show();
  }

  #show() {
    const contact = this.#call === null ? undefined : this.#contacts.get(this.#call);
    show(this.#root, contact !== undefined);
    if (contact === undefined) return;
    say(need("[data-contact-label]", HTMLElement, this.#root), contact?.label ?? UNKNOWN);
    say(need("[data-contact-more]", HTMLElement, this.#root), contact?.more ?? null);
  }
}
