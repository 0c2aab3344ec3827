import { around, find, need } from "../lib/dom.js";
import { pageFrom } from "../lib/html.js";
import { addressOf, decide, samePage, staysInside } from "../lib/navigation.js";
import { focusAfter, focusAt, focusPlace, isBeingWritten, replaceContent } from "./page-content.js";

/**
 * @typedef {object} PageSwapParts
 * @property {(path: string) => boolean} inScope
 * @property {() => boolean} isActive  whether links are followed inside the page now
 * @property {() => boolean} inCall
 * @property {() => void} left  a page is on its way
 * @property {(title: string) => void} came  the page's content was swapped
 * @property {import("../lib/press.js").Press} press
 */

/** @typedef {{method: "GET" | "POST", body?: URLSearchParams, how: "push" | "keep" | "refresh", scroll?: number, quiet?: boolean}} Visit  quiet: the focus stays */

const LOST = "The desk cannot be reached just now. Check your connection, then try again.";
const SIGNED_OUT = "You are signed out. Finish your call, then sign in again.";
const UNUSABLE = "That did not work. Finish your call, then try again.";

/** Follows links and sends forms without leaving the page: only <main> changes, the phone stays. */
export class PageSwap {
  #parts;
  /** @type {AbortController | null} */
  #running = null;
  #shown = new URL(location.href);
  #scrollTimer = 0;

  /** @param {PageSwapParts} parts */
  constructor(parts) {
    this.#parts = parts;
    history.scrollRestoration = "manual";
    scrollTo({ top: scrollOf(history.state) ?? scrollY });
    document.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("submit", (event) => this.#submitted(event));
    window.addEventListener("popstate", (event) => this.#wentBack(event));
    window.addEventListener("scroll", () => this.#rememberScroll(), { passive: true });
  }

  /** Fetches the same page again, unless somebody is writing on it. */
  refresh() {
    if (!this.#running && !isBeingWritten()) void this.#visit(this.#shown, { method: "GET", how: "refresh" });
  }

  /**
   * Opens a page that nobody pressed a link for.
   *
   * @param {string} path
   */
  open(path) {
    const url = new URL(path, location.href);
    if (!samePage(url, this.#shown)) void this.#visit(url, { method: "GET", how: "push", quiet: true });
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = around(event, "a[href]");
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !this.#parts.isActive()) return;
    const modified = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    const elsewhere = link.target !== "" || link.hasAttribute("download") || link.hasAttribute("data-full-page");
    if (!staysInside({ href: link.href, modified, elsewhere }, location.href, this.#parts.inScope)) return;
    event.preventDefault();
    void this.#visit(new URL(link.href), { method: "GET", how: "push" });
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented || !this.#parts.isActive()) return;
    const url = new URL(form.action);
    if (form.hasAttribute("data-full-page") || !this.#parts.inScope(url.pathname)) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    void this.#send(form, url, event.submitter).finally(() => form.removeAttribute("aria-busy"));
  }

  /**
   * @param {HTMLFormElement} form
   * @param {URL} url
   * @param {HTMLElement | null} submitter
   */
  async #send(form, url, submitter) {
    const body = bodyOf(form, submitter);
    if (form.method === "post") return this.#visit(url, { method: "POST", body, how: "push" });
    url.search = body.toString();
    return this.#visit(url, { method: "GET", how: "push" });
  }

  /** @param {PopStateEvent} event */
  #wentBack(event) {
    const url = new URL(location.href);
    if (samePage(url, this.#shown)) return;
    void this.#visit(url, { method: "GET", how: "keep", scroll: scrollOf(event.state) ?? 0 });
  }

  #rememberScroll() {
    clearTimeout(this.#scrollTimer);
    this.#scrollTimer = window.setTimeout(() => {
      if (!this.#running) history.replaceState({ ...history.state, scroll: scrollY }, "");
    }, 150);
  }

  /**
   * @param {URL} url
   * @param {Visit} visit
   */
  async #visit(url, visit) {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    if (visit.how !== "refresh") need("#main", HTMLElement).setAttribute("aria-busy", "true");
    this.#parts.left();
    try {
      const { method, body } = visit;
      const response = await fetch(url, { method, body, headers: { Accept: "text/html" }, signal: running.signal });
      const text = await response.text();
      if (visit.how === "refresh") await new Promise((done) => this.#parts.press.afterwards(() => done(undefined)));
      if (!running.signal.aborted) this.#arrived(new URL(response.url), response.status, pageFrom(text), visit);
    } catch {
      if (!running.signal.aborted && visit.how !== "refresh") this.#fail(LOST, visit.method === "GET" ? url : null);
    } finally {
      if (this.#running === running) this.#finish();
    }
  }

  #finish() {
    this.#running = null;
    need("#main", HTMLElement).removeAttribute("aria-busy");
  }

  /**
   * @param {URL} url
   * @param {number} status
   * @param {Document} page
   * @param {Visit} visit
   */
  #arrived(url, status, page, visit) {
    // Nobody asked for a refresh: it must not take away what was typed meanwhile, nor lead to an error.
    if (visit.how === "refresh" && (status >= 400 || isBeingWritten())) return;
    switch (decide(factsOf(page), this.#parts.inCall())) {
      case "swap":
        return this.#swap(url, status, page, visit);
      case "signed-out":
        return this.#fail(SIGNED_OUT, null);
      case "unusable":
        return this.#fail(UNUSABLE, null);
      case "load":
        location.assign(visit.method === "POST" && status >= 400 ? this.#shown : url);
    }
  }

  /**
   * @param {URL} url
   * @param {number} status
   * @param {Document} page
   * @param {Visit} visit
   */
  #swap(url, status, page, visit) {
    const isAnswer = status === 422;
    const isSame = isAnswer || samePage(url, this.#shown);
    if (visit.how === "push" && !isSame) history.pushState({}, "", addressOf(url));
    if (!isAnswer) this.#shown = url;
    const place = isSame ? focusPlace() : -1;
    replaceContent(page);
    this.#parts.came(page.title);
    if (visit.how === "refresh") return focusAt(place);
    if (!visit.quiet) focusAfter(isAnswer, place);
    if (isAnswer) return;
    if (visit.scroll !== undefined) scrollTo({ top: visit.scroll });
    else if (!isSame) scrollToStart(url);
  }

  /**
   * @param {string} words
   * @param {URL | null} instead  the page to load whole, where no call keeps us here
   */
  #fail(words, instead) {
    if (instead && !this.#parts.inCall()) return location.assign(instead);
    const main = need("#main", HTMLElement);
    const old = find("[data-failure]", HTMLElement, main);
    const problem = document.createElement("p");
    problem.className = "problem";
    problem.dataset.failure = "";
    problem.setAttribute("role", "alert");
    problem.textContent = words;
    old?.remove();
    main.prepend(problem);
    problem.scrollIntoView({ block: "nearest" });
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
function bodyOf(form, submitter) {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  if (submitter instanceof HTMLButtonElement && submitter.name) body.append(submitter.name, submitter.value);
  return body;
}

/** @param {Document} page */
function factsOf(page) {
  const assets = (/** @type {Document} */ of) => of.querySelector("link[rel='stylesheet']")?.getAttribute("href");
  return {
    page: page.querySelector("#main") ? page.body.dataset.page ?? "" : "",
    sameSkeleton: page.body.className === document.body.className && page.body.dataset.page !== "error",
    sameAssets: assets(page) === assets(document),
  };
}

/** @param {URL} url */
function scrollToStart(url) {
  const target = url.hash ? document.getElementById(decodeURIComponent(url.hash.slice(1))) : null;
  if (target) target.scrollIntoView();
  else scrollTo({ top: 0 });
}

/** @param {unknown} state */
function scrollOf(state) {
  const scroll = /** @type {{scroll?: unknown} | null} */ (state)?.scroll;
  return typeof scroll === "number" ? scroll : null;
}
