import { find, need } from "../lib/dom.js";
import { askForNotices } from "./ringing-notice.js";

/** @typedef {import("../types.js").Presence} Presence */

/**
 * Whether this agent is rung: a word, and a button that changes it.
 *
 * @param {import("../lib/live-socket.js").LiveSocket} socket
 * @param {import("../types.js").Line} line
 */
export function presenceButton(socket, line) {
  const root = find("[data-presence]", HTMLElement);
  if (!root) return;
  const button = need("[data-presence-button]", HTMLButtonElement, root);
  showHint(root.dataset.presence === "available" ? "available" : "away");
  const show = (/** @type {Presence} */ presence) => showPresence(root, button, presence);
  button.addEventListener("click", () => {
    const away = root.dataset.presence !== "available";
    show(away ? "available" : "away");
    if (!away) return line.unavailable();
    askForNotices();
    line.ready();
  });
  socket.onMessage((message) => {
    if (message.type === "presence") show(message.presence);
    if (message.type === "ready" && message.presence) show(message.presence);
  });
}

/** @param {Presence} presence */
function showHint(presence) {
  const hint = find("[data-phone-hint]", HTMLElement);
  if (!hint) return;
  hint.textContent = presence === "available" ? "Calls you make or take appear here." : "You are away: calls do not ring here.";
}

/**
 * @param {HTMLElement} root
 * @param {HTMLButtonElement} button
 * @param {Presence} presence
 */
function showPresence(root, button, presence) {
  if (root.dataset.presence === presence) return;
  root.dataset.presence = presence;
  need("[data-presence-word]", HTMLElement, root).textContent = presence === "available" ? "Available" : "Away";
  button.textContent = presence === "available" ? "Go away" : "Go available";
  showHint(presence);
}
