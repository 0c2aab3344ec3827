import { need, say, show } from "../lib/dom.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../voice/drafts.js").Drafts} Drafts */

const KEPT = "Kept. It goes into the wrap-up.";

/** A note that is typed while people talk. */
export class CallNote {
  #root;
  #details;
  #text;
  #state;
  #drafts;
  /** @type {string | null} */
  #call = null;

  /**
   * @param {HTMLElement} root
   * @param {Drafts} drafts
   */
  constructor(root, drafts) {
    this.#root = root;
    this.#drafts = drafts;
    this.#details = need("[data-call-note]", HTMLDetailsElement, root);
    this.#text = need("[data-call-note-text]", HTMLTextAreaElement, root);
    this.#state = need("[data-call-note-state]", HTMLElement, root);
    this.#text.addEventListener("input", () => this.#typed());
    need("summary", HTMLElement, this.#details).addEventListener("click", (event) => this.#toggle(event));
  }

  /** @param {PhoneView} view */
  show({ wrapUp, record }) {
    const call = wrapUp ? record : null;
    if (call === null && this.#call !== null && document.activeElement === this.#text) this.#root.dataset.typing = this.#call;
    show(this.#details, call !== null);
    if (call === this.#call) return;
    this.#call = call;
    this.#text.value = call === null ? "" : this.#drafts.read(call)?.note ?? "";
    this.#details.open = this.#text.value !== "";
    say(this.#state, null);
  }

  /**
   * Opened by hand, it is there to be typed in at once.
   *
   * @param {Event} event
   */
  #toggle(event) {
    event.preventDefault();
    this.#details.open = !this.#details.open;
    if (this.#details.open) this.#text.focus({ preventScroll: true });
  }

  #typed() {
    if (this.#call === null) return;
    this.#drafts.write(this.#call, { note: this.#text.value });
    say(this.#state, this.#text.value === "" ? null : KEPT);
  }
}
