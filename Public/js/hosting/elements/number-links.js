import { around } from "../../lib/dom.js";

/** @typedef {import("../host/toolbar-host.js").ToolbarHost} ToolbarHost */

const NUMBERS = "a[href^='tel:']";

/**
 * Every number on the page dials through the partner's toolbar, while it is ready; else it stays the link it was.
 *
 * @param {ToolbarHost} host
 */
export function numberLinks(host) {
  document.addEventListener("click", (event) => {
    const link = around(event, NUMBERS);
    if (!link || !host.dialsNumbers || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!host.isBusy && event.detail < 2) host.dials.dial(targetOf(link));
  });
  host.watch(() => refreshNumberLinks(host));
}

/**
 * Says on each number what a press does; to be called when the page's content changed.
 *
 * @param {ToolbarHost} host
 */
export function refreshNumberLinks(host) {
  for (const link of document.querySelectorAll(NUMBERS)) {
    if (host.dialsNumbers) link.setAttribute("title", "Call on the partner phone");
    else link.removeAttribute("title");
  }
}

/**
 * The number, and the ticket around it.
 *
 * @param {HTMLElement} link
 */
function targetOf(link) {
  const place = link.closest("[data-ticket], li[id^='ticket-']");
  const ticket = Number(place instanceof HTMLElement ? place.dataset.ticket ?? place.id.replace("ticket-", "") : NaN);
  const name = place?.querySelector("[id^='customer-']")?.textContent?.trim();
  return {
    number: decodeURIComponent((link.getAttribute("href") ?? "").slice("tel:".length)),
    shown: link.textContent?.trim() || undefined,
    name: name || null,
    ticket: Number.isSafeInteger(ticket) && ticket > 0 ? ticket : null,
  };
}
