import { browserClock, randomName } from "../lib/clock.js";
import { LiveSocket } from "../lib/live-socket.js";
import { tabStorage } from "../lib/tab-storage.js";

/** @typedef {import("../lib/live-socket.js").ClientMessage} ClientMessage */

/**
 * The live socket of a page; start it when everybody listens.
 *
 * @param {() => Promise<ClientMessage>} hello
 * @param {(code: number) => void} [onRefused]
 */
export function connect(hello, onRefused) {
  const socket = new LiveSocket({ open: openSocket, hello, onRefused, clock: browserClock, random: Math.random });
  window.addEventListener("online", () => socket.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") socket.hurry();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) socket.restart();
  });
  return socket;
}

/** @type {Promise<string> | null} */
let name = null;

/** A name for this tab that survives a reload, for the server to know it again. */
export function tabName() {
  name ??= claimName(tabStorage().getItem("tab") ?? randomName());
  return name;
}

/**
 * A browser gives a duplicated tab the name of the first one, too: whoever has it keeps it.
 *
 * @param {string} wanted
 * @returns {Promise<string>}
 */
async function claimName(wanted) {
  const name = (await isFree(wanted)) ? wanted : randomName();
  tabStorage().setItem("tab", name);
  return name;
}

const PATIENCE = 400;

/**
 * Holds the name as long as this page stands. After a reload the page before needs a moment to let go.
 *
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function isFree(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((answer) => {
    const hold = () => new Promise(() => answer(true));
    const impatience = new AbortController();
    setTimeout(() => impatience.abort(), PATIENCE);
    // Where a frame gets no locks there is no other page to ask.
    const failed = (/** @type {unknown} */ error) => answer(error instanceof DOMException && error.name === "SecurityError");
    void navigator.locks.request(`deskbell-tab-${name}`, { signal: impatience.signal }, hold).catch(failed);
  });
}

/** Where the desk stood when this page was rendered, so that it can tell whether something was missed since. */
export function pageMark() {
  return document.body.dataset.mark ?? "";
}

function openSocket() {
  const url = new URL("/live", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(url);
}
