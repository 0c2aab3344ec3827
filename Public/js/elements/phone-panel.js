import { find, need, say, show } from "../lib/dom.js";
import { CallKeys } from "./call-keys.js";
import { ConsultList } from "./consult-list.js";
import { Keypad } from "./keypad.js";
import { LineService } from "./line-service.js";
import { PhoneFacts } from "./phone-facts.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../voice/softphone.js").Softphone} Softphone */

/** Shows a softphone in the panel that the server rendered, and takes its buttons' presses. */
export class PhonePanel {
  #root;
  #facts;
  #agents;
  #keysSince = 0;

  /**
   * @param {HTMLElement} root
   * @param {Softphone} phone
   */
  constructor(root, phone) {
    this.#root = root;
    this.#facts = new PhoneFacts(root);
    this.#onPress("[data-answer]", () => phone.answer());
    this.#onPress("[data-rejoin]", () => phone.rejoin());
    this.#onPress("[data-reject]", () => phone.reject());
    this.#onPress("[data-hang-up]", (event) => {
      if (!this.#isDoubleClick(event)) phone.hangUp();
    });
    this.#onPress("[data-mute]", () => phone.toggleMute());
    this.#onPress("[data-phone-toggle]", () => this.#toggle());
    root.addEventListener("keydown", (event) => {
      if (event.repeat && event.key === "Enter") event.preventDefault();
    });
    this.#agents = find("[data-hold]", HTMLButtonElement, root) ? agentsKeys(root, phone) : [];
    phone.watch((view) => this.#show(view));
  }

  /**
   * The second half of a double click on a call button that has just made room for this one.
   *
   * @param {MouseEvent} event
   */
  #isDoubleClick(event) {
    return event.detail > 1 && event.timeStamp - this.#keysSince < 500;
  }

  /**
   * @param {string} selector
   * @param {(event: MouseEvent) => void} run
   */
  #onPress(selector, run) {
    find(selector, HTMLButtonElement, this.#root)?.addEventListener("click", run);
  }

  #toggle() {
    const open = this.#root.toggleAttribute("data-open");
    const toggle = need("[data-phone-toggle]", HTMLButtonElement, this.#root);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Less" : "Details";
  }

  /** @param {PhoneView} view */
  #show(view) {
    const held = this.#root.contains(document.activeElement) || document.activeElement?.matches("[data-call]");
    if (this.#root.dataset.state !== view.state) this.#entered(view.state);
    this.#root.toggleAttribute("data-muted", view.muted && view.state === "live");
    this.#root.toggleAttribute("data-reconnecting", view.reconnecting);
    this.#showWords(view);
    this.#showKeys(view);
    this.#facts.show(view);
    for (const part of this.#agents) part.show(view);
    if (held) this.#keepFocus();
  }

  /**
   * Whoever is rung sees the keys, however far down they read.
   *
   * @param {PhoneView["state"]} state
   */
  #entered(state) {
    this.#keysSince = performance.now();
    this.#root.dataset.state = state;
    const dock = this.#root.closest(".dock");
    if (state === "ringing" && dock) dock.scrollTop = 0;
  }

  /** @param {PhoneView} view */
  #showWords(view) {
    const part = (/** @type {string} */ name) => need(`[data-phone-${name}]`, HTMLElement, this.#root);
    const words = part("state-words");
    if (words.textContent !== view.words) words.textContent = view.words;
    if (part("state-name").textContent !== view.who) part("state-name").textContent = view.who;
    say(part("name"), view.who);
    say(part("about"), view.about);
    say(part("more"), view.more);
    say(part("problem"), view.problem?.words ?? null);
    part("problem").dataset.tone = view.problem?.tone ?? "stop";
    show(part("hint"), !view.can.hangUp && view.state !== "ringing");
    this.#showTicket(view.ticket);
  }

  /** @param {string | null} path */
  #showTicket(path) {
    const link = need("[data-phone-ticket]", HTMLAnchorElement, this.#root);
    if (path) link.setAttribute("href", path);
    show(link, Boolean(path));
  }

  /** @param {PhoneView} view */
  #showKeys({ can, muted, about, ticket, pressed }) {
    const key = (/** @type {string} */ name, /** @type {boolean} */ visible) => {
      const button = find(`[data-${name}]`, HTMLButtonElement, this.#root);
      if (button) show(button, visible);
    };
    key("call-support", can.call);
    key("answer", can.answer);
    key("reject", can.reject);
    key("rejoin", can.rejoin);
    key("hang-up", can.hangUp);
    find("[data-hang-up]", HTMLButtonElement, this.#root)?.toggleAttribute("data-pressed", pressed === "hangUp");
    key("mute", can.mute);
    key("phone-toggle", can.hangUp && Boolean(about ?? ticket));
    const mute = need("[data-mute]", HTMLButtonElement, this.#root);
    mute.setAttribute("aria-pressed", String(muted));
    mute.textContent = muted ? "Unmute" : "Mute";
  }

  /** Who worked with the phone goes on doing so when the pressed button is gone. */
  #keepFocus() {
    const active = document.activeElement;
    const lost = !active || active === document.body || (active instanceof HTMLElement && (active.hidden || active.matches(":disabled")));
    if (!lost) return;
    const keys = [...this.#root.querySelectorAll(".phone-keys button")];
    const next = keys.find((key) => key instanceof HTMLButtonElement && !key.hidden && !key.disabled);
    if (next instanceof HTMLButtonElement) next.focus({ preventScroll: true });
  }
}

/**
 * Hold, consultation and the keypad, which customers do not have.
 *
 * @param {HTMLElement} root
 * @param {Softphone} phone
 */
function agentsKeys(root, phone) {
  return [new CallKeys(root, phone), new ConsultList(root, phone), new Keypad(root, phone), new LineService(root, phone)];
}
