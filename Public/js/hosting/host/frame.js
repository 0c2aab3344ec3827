const MOST = 470;
const LEAST = 120;
const USUAL = 380;

/**
 * @typedef {object} FrameParts
 * @property {string} address  the partner's
 * @property {string} library  what the toolbar may load of ours
 * @property {string} name
 * @property {HTMLElement} place
 */

/**
 * The address of a toolbar in a frame of ours, with what every toolbar reads from it.
 *
 * @param {FrameParts} parts
 * @param {string} here
 */
export function addressOf({ address, library, name }, here) {
  const url = new URL(address, here);
  url.searchParams.set("oraParentFrame", new URL(here).origin);
  url.searchParams.set("oraTbName", name);
  url.searchParams.set("oraApiSource", new URL(library, here).href);
  return url;
}

/** The partner's page in its frame. Only what its own window says from its own origin is heard. */
export class ToolbarFrame {
  /** @type {(text: unknown) => void} */
  onMessage = () => {};
  /** Its page was loaded anew. */
  onRestart = () => {};

  #frame;
  #origin;
  #wasLoaded = false;

  /** @param {FrameParts} parts */
  constructor(parts) {
    const address = addressOf(parts, location.href);
    this.#origin = address.origin;
    this.#frame = document.createElement("iframe");
    this.#frame.className = "partner-page";
    this.#frame.height = String(USUAL);
    this.#frame.title = "Partner phone";
    this.#frame.allow = "microphone; autoplay; clipboard-write";
    window.addEventListener("message", (event) => this.#heard(event));
    this.#frame.addEventListener("load", () => this.#loaded());
    this.#frame.src = address.href;
    parts.place.append(this.#frame);
  }

  /** Whether the toolbar is the desk's own. */
  get isOwn() {
    return this.#origin === location.origin;
  }

  /** @param {string} text */
  post(text) {
    this.#frame.contentWindow?.postMessage(text, this.#origin);
  }

  /**
   * @param {number} height
   * @returns {boolean}  whether there is room for that
   */
  resize(height) {
    if (!Number.isFinite(height) || height > MOST) return false;
    this.#frame.height = String(Math.max(LEAST, Math.round(height)));
    return true;
  }

  #loaded() {
    if (this.#wasLoaded) this.onRestart();
    this.#wasLoaded = true;
  }

  /** @param {MessageEvent} event */
  #heard(event) {
    if (isFrom(event, this.#origin, this.#frame.contentWindow)) this.onMessage(event.data);
  }
}

/**
 * @param {Pick<MessageEvent, "origin" | "source">} event
 * @param {string} origin
 * @param {unknown} source  the window that may speak
 */
export const isFrom = (event, origin, source) => source !== null && event.origin === origin && event.source === source;
