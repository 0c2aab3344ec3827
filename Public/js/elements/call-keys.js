import { find, need, say, show } from "../lib/dom.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../voice/softphone.js").Softphone} Softphone */
/** @typedef {"hold" | "resume" | "handOver" | "bringIn" | "cancelConsult" | "swap"} Key */

/** @type {[Key, string][]} */
const KEYS = [
  ["hold", "[data-hold]"],
  ["resume", "[data-resume]"],
  ["handOver", "[data-hand-over]"],
  ["bringIn", "[data-bring-in]"],
  ["swap", "[data-swap]"],
  ["cancelConsult", "[data-cancel-consult]"],
];

/**
 * Where the finger goes on when a key is gone.
 *
 * @type {Partial<Record<Key, Key>>}
 */
const NEXT = { hold: "resume", resume: "hold", cancelConsult: "hold", bringIn: "hold" };

/** Hold, consultation and what comes of it: a pressed key waits until the desk says how the call stands. */
export class CallKeys {
  #root;
  /** @type {[Key, HTMLButtonElement][]} */
  #keys;

  /**
   * @param {HTMLElement} root
   * @param {Softphone} phone
   */
  constructor(root, phone) {
    this.#root = root;
    this.#keys = KEYS.map(([key, selector]) => [key, need(selector, HTMLButtonElement, root)]);
    for (const [key, button] of this.#keys) button.addEventListener("click", () => phone[key]());
  }

  /** @param {PhoneView} view */
  show({ can, pressed, holdProblem, consulting }) {
    const focused = this.#keys.find(([, button]) => button === document.activeElement)?.[0];
    for (const [key, button] of this.#keys) {
      show(button, can[key]);
      button.disabled = key === "hold" && holdProblem !== null;
      wait(button, pressed !== null, pressed === key);
    }
    if (focused && !can[focused]) this.#goOnFrom(focused);
    this.#showProblem(can.hold ? holdProblem : null);
    this.#root.toggleAttribute("data-consulting", consulting);
    this.#root.toggleAttribute("data-many-keys", can.hold || can.resume || can.consult || can.cancelConsult || can.keypad);
  }

  /** @param {Key} gone */
  #goOnFrom(gone) {
    this.#keys.find(([key, button]) => key === NEXT[gone] && !button.hidden)?.[1].focus({ preventScroll: true });
  }

  /** @param {string | null} words */
  #showProblem(words) {
    const hold = find("[data-hold]", HTMLButtonElement, this.#root);
    say(need("[data-hold-problem]", HTMLElement, this.#root), words);
    if (words) hold?.setAttribute("aria-describedby", "hold-problem");
    else hold?.removeAttribute("aria-describedby");
  }
}

/**
 * A key that waits keeps the focus; presses on it do nothing.
 *
 * @param {HTMLButtonElement} button
 * @param {boolean} waits
 * @param {boolean} isPressed
 */
export function wait(button, waits, isPressed) {
  if (waits) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  button.toggleAttribute("data-pressed", isPressed);
}
