import { need, show } from "../lib/dom.js";

/**
 * Says that the browser keeps this page silent, and lets people change that.
 *
 * @param {HTMLElement} root
 * @param {import("../voice/sound.js").Sound} sound
 */
export function soundBar(root, sound) {
  const bar = need("[data-sound-bar]", HTMLElement, root);
  const button = need("[data-sound-button]", HTMLButtonElement, bar);
  button.addEventListener("click", () => void sound.unlock());
  sound.watch((blocked) => show(bar, blocked));
}
