import { need, say, show } from "../lib/dom.js";

const IN_WINDOW = "The sound is in the call window.";
const NEEDED = "This frame gives the phone no microphone. Calls are answered in a window of their own.";
const CLOSED = "The call window is closed. Open it again to answer calls.";
const PATIENCE = 3_000;

/** Where the sound is, in a frame that gets no microphone, and the button that opens the window for it. */
export class CallWindow {
  #root;
  #isNeeded = false;
  #isOpen = false;
  #wasOpen = false;
  #timer = 0;

  /** @param {import("../lib/live-socket.js").LiveSocket} socket */
  constructor(socket) {
    this.#root = need("[data-call-window]", HTMLElement);
    socket.onMessage((message) => {
      if (message.type === "window" && message.open !== undefined) this.#told(message.open);
    });
  }

  /** @returns {"here" | "window" | "nowhere"} */
  get sound() {
    if (!this.#isNeeded) return "here";
    return this.#isOpen ? "window" : "nowhere";
  }

  /** @param {boolean} isNeeded  this page gets no microphone */
  need(isNeeded) {
    this.#isNeeded = isNeeded;
    this.#show();
  }

  /**
   * A window that reconnects is not closed.
   *
   * @param {boolean} isOpen
   */
  #told(isOpen) {
    clearTimeout(this.#timer);
    if (isOpen) this.#set(true);
    else this.#timer = window.setTimeout(() => this.#set(false), PATIENCE);
  }

  /** @param {boolean} isOpen */
  #set(isOpen) {
    this.#isOpen = isOpen;
    this.#wasOpen ||= isOpen;
    this.#show();
  }

  #show() {
    show(this.#root, this.#isNeeded);
    this.#root.toggleAttribute("data-open", this.#isOpen);
    say(need("[data-call-window-words]", HTMLElement, this.#root), this.#isOpen ? IN_WINDOW : this.#wasOpen ? CLOSED : NEEDED);
    show(need("[data-open-window]", HTMLElement, this.#root), !this.#isOpen);
  }
}
