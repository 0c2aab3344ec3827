/**
 * @typedef {object} Press
 * @property {string} href
 * @property {boolean} modified  with Ctrl, Shift, another mouse button…
 * @property {boolean} elsewhere  another window, a download, or marked as a whole page
 */

/**
 * Whether a link is followed inside the page.
 *
 * @param {Press} press
 * @param {string} here  this page's address
 * @param {(path: string) => boolean} inScope
 * @returns {boolean}
 */
export function staysInside(press, here, inScope) {
  if (press.modified || press.elsewhere) return false;
  const from = new URL(here);
  const to = new URL(press.href, here);
  if (to.origin !== from.origin || !inScope(to.pathname)) return false;
  return !(to.hash !== "" && samePage(from, to));
}

/**
 * @param {URL} one
 * @param {URL} other
 */
export const samePage = (one, other) => one.pathname === other.pathname && one.search === other.search;

/** @param {string} path */
export const isDeskPath = (path) => path === "/dashboard" || path.startsWith("/dashboard/");

/** @param {string} path */
export const isCustomerPath = (path) => path === "/" || path === "/tickets" || path.startsWith("/t/");

/**
 * What to do with a page that was fetched.
 *
 * @param {object} fetched
 * @param {string} fetched.page  its data-page, empty when it is none of ours
 * @param {boolean} fetched.sameSkeleton  the frame around its content is the one that stands here
 * @param {boolean} fetched.sameAssets  it was made for the scripts and styles that are loaded here
 * @param {boolean} inCall
 * @returns {"swap" | "load" | "signed-out" | "unusable"}
 */
export function decide({ page, sameSkeleton, sameAssets }, inCall) {
  if (!inCall) return page !== "" && sameSkeleton && sameAssets ? "swap" : "load";
  if (page === "sign-in") return "signed-out";
  return page === "" ? "unusable" : "swap";
}

/**
 * The part of an address that a page is known by.
 *
 * @param {URL} url
 */
export const addressOf = (url) => url.pathname + url.search + url.hash;
