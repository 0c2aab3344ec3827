import { LiveFragments } from "../elements/live-fragments.js";
import { PageSwap } from "../elements/page-swap.js";
import { RelativeTimes } from "../elements/relative-times.js";
import { browserClock } from "../lib/clock.js";
import { find } from "../lib/dom.js";
import { isCustomerPath } from "../lib/navigation.js";
import { Press } from "../lib/press.js";
import { fetchToken } from "../lib/token.js";
import { startPhone } from "../voice/hosts/desk.js";
import { connect, pageMark, tabName } from "./connect.js";

const times = new RelativeTimes();
const panel = find("[data-phone-panel]", HTMLElement);
if (panel) start(panel);

/** @param {HTMLElement} root */
function start(root) {
  let identity = location.pathname;
  const socket = connect(async () => {
    identity = location.pathname;
    return { type: "hello", token: await fetchToken(identity), tab: await tabName(), mark: pageMark(), carrying: line.carrying, known: line.known };
  });
  const { phone, line, buttons, attention } = startPhone(root, socket, `deskbell-ringer ${location.pathname}`);
  const press = new Press(document, browserClock);
  const fragments = new LiveFragments(() => changed(), press);
  const swap = new PageSwap({
    press,
    inScope: isCustomerPath,
    isActive: () => phone.busy,
    inCall: () => phone.busy,
    left: () => fragments.pageLeft(),
    came: (title) => {
      attention.rename(title);
      fragments.pageCame();
      changed();
    },
  });

  const changed = () => {
    buttons.refresh();
    times.refresh();
  };

  // A page that was opened during a call is another one for the desk: it says so after the call.
  phone.watch((view) => {
    const isFree = view.state === "ready" || view.state === "offline";
    if (isFree && identity !== location.pathname && socket.connection === "open") queueMicrotask(() => socket.restart());
  });

  buttons.takeEarlyPress();
  listen();
  socket.start();

  function listen() {
    socket.onMessage((message) => {
      if (message.type === "fragment") fragments.take(message);
      if (message.type === "stale") swap.refresh();
      if (message.type !== "ready") return;
      times.skew = message.now - Date.now();
      if (message.stale) swap.refresh();
    });
  }
}
