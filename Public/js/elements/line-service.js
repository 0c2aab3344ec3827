import { find, need, say, show } from "../lib/dom.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */

/** What an agent's own line says of itself, with its one button: to sign in, or to try again. */
export class LineService {
  #root;

  /**
   * @param {HTMLElement} panel
   * @param {import("../voice/softphone.js").Softphone} phone
   */
  constructor(panel, phone) {
    this.#root = find("[data-line-service]", HTMLElement, panel);
    if (!this.#root) return;
    need("[data-line-act]", HTMLButtonElement, this.#root).addEventListener("click", () => phone.lineAct());
  }

  /** @param {PhoneView} view */
  show({ service }) {
    if (!this.#root) return;
    show(this.#root, Boolean(service?.words ?? service?.action));
    this.#root.dataset.ready = String(service?.ready ?? false);
    say(need("[data-line-words]", HTMLElement, this.#root), service?.words ?? null);
    const button = need("[data-line-act]", HTMLButtonElement, this.#root);
    say(button, service?.action ?? null);
  }
}
