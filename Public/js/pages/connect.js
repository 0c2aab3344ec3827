import { browserClock, randomName } from "../lib/clock.js";
import { LiveSocket } from "../lib/live-socket.js";

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

/** A name for this tab that survives a reload, for the server to know it again. */
export function tabName() {
  const name = sessionStorage.getItem("tab") ?? randomName();
  sessionStorage.setItem("tab", name);
  return name;
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
