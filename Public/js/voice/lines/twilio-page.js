import { browserClock } from "../../lib/clock.js";
import { LeadingTab } from "../../lib/leading-tab.js";
import { fetchAccess } from "../../lib/token.js";
import { TwilioPhone } from "./twilio.js";
import { loadSdk, readConfiguration } from "./twilio-sdk.js";

/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */

const SILENCE = new URL("../../../sounds/silence.wav", import.meta.url).href;
const VERSION = /\/assets\/([^/]+)\//.exec(import.meta.url)?.[1] ?? "unknown";
const LOCK = "deskbell-telephone";

/**
 * This page's telephone, where the desk has an account for one. Of an available agent's tabs one is registered.
 *
 * @param {LiveSocket} socket
 * @returns {TwilioPhone | null}
 */
export function openTelephone(socket) {
  const configuration = readConfiguration(document.body.dataset.twilio);
  if (!configuration) return null;
  const isDesk = document.body.classList.contains("desk");
  const page = () => (isDesk ? "/dashboard" : location.pathname);
  const parts = { configuration, load: loadSdk, clock: browserClock, silence: SILENCE, version: VERSION };
  const phone = new TwilioPhone({ ...parts, fetchAccess: () => fetchAccess(page()) });
  wakeWithPage(phone);
  socket.onMessage((message) => {
    if (message.type === "phone") phone.allow(message.possible, message.words);
  });
  if (isDesk) registerWhileAvailable(socket, phone);
  return phone;
}

/** @param {TwilioPhone} phone */
function wakeWithPage(phone) {
  window.addEventListener("online", () => phone.wake());
  window.addEventListener("pageshow", () => phone.wake());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") phone.wake();
  });
}

/**
 * @param {LiveSocket} socket
 * @param {TwilioPhone} phone
 */
function registerWhileAvailable(socket, phone) {
  let isAvailable = false;
  /** @type {LeadingTab} */
  const leading = new LeadingTab(LOCK, () => phone.want(isAvailable && leading.isHere));
  socket.onMessage((message) => {
    if (message.type !== "presence" && message.type !== "ready") return;
    if (message.type === "ready") phone.start();
    isAvailable = message.presence === "available";
    leading.allow(isAvailable);
    phone.want(isAvailable && leading.isHere);
  });
}
