import { find, need, say, show } from "../lib/dom.js";
import { clockWords } from "../lib/time.js";

/** @typedef {import("../types.js").WokenMessage} WokenMessage */

/**
 * What somebody missed whose tab the browser had put to sleep.
 *
 * @param {Pick<WokenMessage, "from" | "to">} asleep
 * @param {string} [locale]
 * @returns {string}
 */
export function wokenWords({ from, to }, locale) {
  const [start, end] = [clockWords(new Date(from), locale), clockWords(new Date(to), locale)];
  const when = start === end ? `at ${start}` : `from ${start} to ${end}`;
  return `This tab was asleep ${when}. Calls were not offered to you.`;
}

/**
 * @param {HTMLElement} root
 * @param {import("../lib/live-socket.js").LiveSocket} socket
 */
export function wokenNotice(root, socket) {
  const notice = find("[data-woken]", HTMLElement, root);
  if (!notice) return;
  const words = need("[data-woken-words]", HTMLElement, notice);
  need("[data-woken-close]", HTMLButtonElement, notice).addEventListener("click", () => show(notice, false));
  socket.onMessage((message) => {
    if (message.type !== "woken") return;
    show(notice, true);
    say(words, wokenWords(message));
  });
}
