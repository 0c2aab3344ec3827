import { CallNote } from "../elements/call-note.js";
import { offerCallCustomer } from "../elements/call-customer.js";
import { LiveFragments } from "../elements/live-fragments.js";
import { isBeingWritten } from "../elements/page-content.js";
import { PageSwap } from "../elements/page-swap.js";
import { presenceButton } from "../elements/presence-button.js";
import { RelativeTimes } from "../elements/relative-times.js";
import { ScreenPop } from "../elements/screen-pop.js";
import { wokenNotice } from "../elements/woken-notice.js";
import { WrapUpForm } from "../elements/wrap-up.js";
import { browserClock } from "../lib/clock.js";
import { find, need } from "../lib/dom.js";
import { addressOf, isDeskPath } from "../lib/navigation.js";
import { Press } from "../lib/press.js";
import { postWrapUp } from "../lib/wrap-up-post.js";
import { Drafts } from "../voice/drafts.js";
import { startPhone } from "../voice/hosts/desk.js";
import { openVendorLine } from "../voice/lines/registry.js";
import { WrappingUp } from "../voice/wrapping-up.js";
import { connect, pageMark, tabName } from "./connect.js";

const SIGNED_OUT = 4401;

const socket = connect(hello, refused);
const panel = need("[data-phone-panel]", HTMLElement);
const times = new RelativeTimes();
const { phone, line, buttons, attention, guard } = startPhone(panel, socket, "deskbell-ringer", await openVendorLine(document.body.dataset, socket));
const press = new Press(document, browserClock);
const fragments = new LiveFragments(changed, press);
/** @type {import("../hosting/partner-phone.js").PartnerPhone | null} */
let partner = null;
const swap = new PageSwap({
  press,
  inScope: isDeskPath,
  isActive: () => true,
  inCall: () => phone.busy || (partner?.isBusy ?? false),
  left: () => fragments.pageLeft(),
  came: (title) => {
    attention.rename(title);
    fragments.pageCame();
    watchTicket();
    changed();
  },
});

const drafts = new Drafts({ socket, clock: browserClock, storage: () => sessionStorage });
const wrappingUp = new WrappingUp({ drafts, clock: browserClock, post: postWrapUp, done: (call) => phone.wrapUpDone(call) });
const note = new CallNote(panel, drafts);
const pop = new ScreenPop({ open: (path) => swap.open(path), isBeingWritten });
partner = await openPartnerPhone({ socket, drafts, wrappingUp, open: (path) => isBeingWritten() || swap.open(path) });
phone.watch((view) => {
  note.show(view);
  pop.show(view);
  wrappingUp.talk(view.wrapUp ? view.record : null);
});
new WrapUpForm(panel, wrappingUp);
presenceButton(socket, line);
wokenNotice(panel, socket);
offerCallCustomer(buttons);
buttons.takeEarlyPress();
listen();
socket.start();

async function hello() {
  return { type: "hello", as: "agent", tab: await tabName(), mark: pageMark(), carrying: line.carrying, known: line.known };
}

function changed() {
  buttons.refresh();
  times.refresh();
  partner?.changed();
}

function listen() {
  socket.onConnection((connection) => {
    if (connection !== "open") return;
    watchTicket();
    wrappingUp.connected();
  });
  socket.onMessage((message) => {
    if (message.type === "fragment") fragments.take(message);
    if (message.type === "wrapUp") wrappingUp.take(message.wrapUp);
    if (message.type === "ready") greeted(message);
    if (message.type === "stale") swap.refresh();
  });
}

/** @param {import("../types.js").ReadyMessage} message */
function greeted(message) {
  times.skew = message.now - Date.now();
  if (message.stale) swap.refresh();
}

/** Tells the desk which ticket is looked at, so that it sends that one's changes. */
function watchTicket() {
  const ticket = Number(find("#ticket-detail", HTMLElement)?.dataset.ticket);
  if (socket.connection === "open") {
    socket.send({ type: "watch", ticket: Number.isSafeInteger(ticket) ? ticket : null, mark: pageMark() });
  }
}

/** @param {number} code */
function refused(code) {
  if (code !== SIGNED_OUT) return;
  guard.release();
  location.assign(`/sign-in?${new URLSearchParams({ next: addressOf(new URL(location.href)) })}`);
}

/**
 * A partner's toolbar, loaded only where the operator named one.
 *
 * @param {import("../hosting/partner-phone.js").PartnerParts} parts
 */
async function openPartnerPhone(parts) {
  if (!find("[data-partner]", HTMLElement)) return null;
  const { startPartnerPhone } = await import("../hosting/partner-phone.js");
  return startPartnerPhone(parts);
}
