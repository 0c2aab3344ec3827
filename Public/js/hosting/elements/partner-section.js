import { need, say, show } from "../../lib/dom.js";

/** @typedef {import("../host/toolbar-host.js").ToolbarHost} ToolbarHost */
/** @typedef {import("../types.js").HostView} HostView */

const WIDE = "(min-width: 900px)";

/** The partner's part of the dock: its icon tells the agent's state, and folds the frame away without ending it. */
export class PartnerSection {
  #root;
  #icon;
  #frame;
  #isOpen = false;

  /**
   * @param {HTMLElement} root
   * @param {ToolbarHost} host
   */
  constructor(root, host) {
    this.#root = root;
    this.#icon = need("[data-partner-icon]", HTMLButtonElement, root);
    this.#frame = need("[data-partner-frame]", HTMLElement, root);
    this.#icon.addEventListener("click", () => this.#fold(!this.#isOpen));
    this.#fold(window.matchMedia(WIDE).matches);
    host.watch((view) => this.#show(view));
  }

  /** @param {boolean} open */
  #fold(open) {
    this.#isOpen = open;
    this.#icon.setAttribute("aria-expanded", String(open));
    this.#frame.toggleAttribute("data-folded", !open);
    this.#frame.inert = !open;
  }

  /** @param {HostView} view */
  #show({ agent, offer, engagement, problem }) {
    this.#root.dataset.agent = agent.stand;
    this.#root.toggleAttribute("data-ringing", offer !== null);
    this.#root.toggleAttribute("data-busy", engagement !== null);
    say(need("[data-partner-state]", HTMLElement, this.#root), agent.words);
    const element = need("[data-partner-problem]", HTMLElement, this.#root);
    say(element, problem);
    show(element, problem !== null);
  }
}
