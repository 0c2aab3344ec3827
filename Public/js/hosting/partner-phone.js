import { LeaveGuard } from "../elements/leave-guard.js";
import { browserClock, randomName } from "../lib/clock.js";
import { find, need } from "../lib/dom.js";
import { postWrapUp } from "../lib/wrap-up-post.js";
import { LineRecords } from "../voice/lines/line-records.js";
import { EngagementPanel } from "./elements/engagement-panel.js";
import { numberLinks, refreshNumberLinks } from "./elements/number-links.js";
import { OfferDialog } from "./elements/offer-dialog.js";
import { PartnerSection } from "./elements/partner-section.js";
import { WrapUpWindow } from "./elements/wrap-up-window.js";
import { ToolbarFrame } from "./host/frame.js";
import { askDesk } from "./host/lookup.js";
import { OwnRecords } from "./host/own-records.js";
import { ToolbarHost } from "./host/toolbar-host.js";

/**
 * @typedef {object} PartnerParts
 * @property {import("../lib/live-socket.js").LiveSocket} socket
 * @property {(path: string) => void} open  a page of the dashboard
 * @property {import("../voice/drafts.js").Drafts} drafts
 * @property {import("../voice/wrapping-up.js").WrappingUp} wrappingUp
 *
 * @typedef {{readonly isBusy: boolean, changed: () => void}} PartnerPhone  changed: the page has other numbers now
 */

const NAME = "deskbell";

/**
 * A partner's toolbar in the dock, where the operator named one.
 *
 * @param {PartnerParts} parts
 * @returns {PartnerPhone | null}
 */
export function startPartnerPhone({ socket, open, drafts, wrappingUp }) {
  const section = find("[data-partner]", HTMLElement);
  if (!section) return null;
  const { partner = "", partnerLibrary = "", agentId = "" } = section.dataset;
  const place = need("[data-partner-frame]", HTMLElement, section);
  const frame = new ToolbarFrame({ address: partner, library: partnerLibrary, name: NAME, place });
  const host = new ToolbarHost({
    post: (text) => frame.post(text),
    clock: browserClock,
    newName: randomName,
    name: NAME,
    origin: location.origin,
    agentId,
    lookUp: askDesk,
    records: frame.isOwn ? new OwnRecords() : new LineRecords({ socket, clock: browserClock, line: "toolbar" }),
    open,
    resize: (height) => frame.resize(height),
    wrapUp: {
      outcomes: outcomesIn(section),
      async post(call, answers) {
        const answer = await postWrapUp(call, answers);
        if (answer.status < 300) drafts.forget(call);
        return answer;
      },
      keep: (call, note) => drafts.write(call, { note }),
      claim: (call, isOurs) => wrappingUp.leaveTo(call, isOurs),
    },
  });
  frame.onMessage = (text) => host.take(text);
  frame.onRestart = () => host.restarted();
  new PartnerSection(section, host);
  new OfferDialog(section, host);
  new EngagementPanel(section, host);
  new WrapUpWindow(section, host.wrapUps);
  new LeaveGuard(() => host.isBusy);
  numberLinks(host);
  return { get isBusy() { return host.isBusy; }, changed: () => refreshNumberLinks(host) };
}

/** @param {HTMLElement} section */
function outcomesIn(section) {
  const select = need("[data-partner-wrap-up] [name=outcome]", HTMLSelectElement, section);
  return [...select.options].map(({ value }) => value).filter((value) => value !== "");
}
