import { CallNote } from "../elements/call-note.js";
import { CallWindow } from "../elements/call-window.js";
import { ContactCard } from "../elements/contact-card.js";
import { presenceButton } from "../elements/presence-button.js";
import { wokenNotice } from "../elements/woken-notice.js";
import { WrapUpForm } from "../elements/wrap-up.js";
import { browserClock } from "../lib/clock.js";
import { find, need, say } from "../lib/dom.js";
import { runScript } from "../lib/html.js";
import { tabStorage } from "../lib/tab-storage.js";
import { postWrapUp } from "../lib/wrap-up-post.js";
import { Drafts } from "../voice/drafts.js";
import { mayAskForMicrophone } from "../voice/frame-microphone.js";
import { startPhone } from "../voice/hosts/desk.js";
import { FusionHost, readFusion } from "../voice/hosts/fusion.js";
import { openVendorLine } from "../voice/lines/registry.js";
import { NO_WINDOW, WindowedLine } from "../voice/windowed-line.js";
import { WrappingUp } from "../voice/wrapping-up.js";
import { connect, pageMark, tabName } from "./connect.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */

const SIGNED_OUT = 4401;
const isWindow = document.body.dataset.page === "call-window";

const socket = connect(hello, refused);
const panel = need("[data-phone-panel]", HTMLElement);
const sound = isWindow ? null : new CallWindow(socket);
const { phone, line, buttons, guard } = startPhone(
  panel, socket, "deskbell-ringer", await openVendorLine(document.body.dataset, socket), around,
);
const drafts = new Drafts({ socket, clock: browserClock, storage: () => sessionStorage });
const wrappingUp = new WrappingUp({ drafts, clock: browserClock, post: postWrapUp, done: (call) => phone.wrapUpDone(call) });
const note = new CallNote(panel, drafts);
const form = new WrapUpForm(panel, wrappingUp);
const fusion = openFusion();

phone.watch((view) => {
  document.body.dataset.toolbarState = stateOf(view);
  note.show(view);
  wrappingUp.talk(view.wrapUp ? view.record : null);
});
presenceButton(socket, line);
wokenNotice(panel, socket);
forgetSignIn();
leaveTicketsOutside();
listen();
sound?.need(!(await mayAskForMicrophone()));
socket.start();
buttons.takeEarlyPress();
void fusion?.start();

async function hello() {
  const role = isWindow ? "window" : "toolbar";
  return { type: "hello", as: "agent", role, tab: await tabName(), mark: pageMark(), carrying: line.carrying, known: line.known };
}

/** @param {import("../types.js").Line} line */
function around(line) {
  if (!sound) return line;
  return new WindowedLine({ line, clock: browserClock, send: (message) => socket.send(message), sound: () => sound.sound });
}

function openFusion() {
  const settings = readFusion(document.body.dataset.fusion);
  if (!settings || !isFramedBy(settings.parent)) return null;
  const card = new ContactCard();
  phone.watch((view) => card.follow(view));
  const host = new FusionHost({
    settings,
    load: (url) => runScript(url, { isPlain: true }),
    phone,
    wrappingUp,
    clock: browserClock,
    storage: tabStorage,
    say: (words) => say(need("[data-host-words]", HTMLElement), words),
    found: (call, contact) => card.found(call, contact),
    whyNoSound: () => (sound?.sound === "nowhere" ? NO_WINDOW : null),
    wrapUpChanged: () => form.refill(),
  });
  window.addEventListener("pagehide", () => host.signedOut());
  panel.addEventListener("input", () => host.typed());
  return host;
}

/**
 * The server has checked the origin that stands in the address; here it is whether that page really is around us.
 *
 * @param {string} parent
 */
function isFramedBy(parent) {
  if (window.parent === window) return false;
  const [real] = location.ancestorOrigins ?? [];
  if (real === undefined || real === parent) return true;
  const words = `This page is framed by ${real}, and its address says ${parent}. The phone works alone.`;
  say(need("[data-host-words]", HTMLElement), words);
  return false;
}

function listen() {
  socket.onConnection((connection) => {
    if (connection === "open") wrappingUp.connected();
  });
  socket.onMessage((message) => {
    if (message.type === "wrapUp") wrappingUp.take(message.wrapUp);
    if (message.type === "presence") fusion?.presence(message.presence);
    if (message.type === "ready" && message.presence) fusion?.presence(message.presence);
    if (message.type === "window" && message.command && isWindow) obey(message);
  });
}

/** @param {import("../types.js").WindowMessage} message  what the toolbar asks of the window that has the sound */
function obey({ command, call, digits = "", name = "", phone: number, ticket = null, by }) {
  const isFront = call === undefined || phone.front?.id === call;
  if (command === "dial") phone.dial({ name, ticket, phone: number ?? null, button: "Call Customer", ...(by ? { by } : {}) });
  else if (!isFront) return;
  else if (command === "answer") phone.answer();
  else if (command === "rejoin") phone.rejoin();
  else if (command === "digits") phone.sendDigits(digits);
}

/** @param {PhoneView} view */
function stateOf({ state }) {
  if (state === "ringing" || state === "calling") return "RINGING";
  if (state === "live" || state === "away") return "ACCEPTED";
  return state === "ended" ? "DISCONNECTED" : "READY";
}

/** The sign-in has worked: its mark in the address has done its work. */
function forgetSignIn() {
  const url = new URL(location.href);
  if (!url.searchParams.has("signedIn")) return;
  url.searchParams.delete("signedIn");
  history.replaceState(null, "", url);
}

/** A ticket opens beside this page, which has the phone. */
function leaveTicketsOutside() {
  const link = need("[data-phone-ticket]", HTMLAnchorElement);
  [link.target, link.rel] = ["_blank", "noopener"];
  const here = find("[data-here]", HTMLInputElement);
  if (here) here.value = location.pathname + location.search;
}

/** @param {number} code */
function refused(code) {
  if (code !== SIGNED_OUT) return;
  fusion?.signedOut();
  guard.release();
  location.reload();
}
