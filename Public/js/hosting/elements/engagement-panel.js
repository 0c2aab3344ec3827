import { need, say, show } from "../../lib/dom.js";
import { timerWords } from "../../lib/time.js";
import { contactChoice } from "./contact-choice.js";

/** @typedef {import("../types.js").EngagementView} EngagementView */
/** @typedef {import("../host/toolbar-host.js").ToolbarHost} ToolbarHost */

const STEP = 500;

/** A call that is dialled or talked in: how long, with whom, what can be done. */
export class EngagementPanel {
  #root;
  #note;
  #timer = 0;
  #keys = "";
  #facts = "";
  /** @type {EngagementView | null} */
  #shown = null;
  #choices;

  /**
   * @param {HTMLElement} section
   * @param {ToolbarHost} host
   */
  constructor(section, host) {
    this.#root = need("[data-partner-engagement]", HTMLElement, section);
    this.#note = need("[data-engagement-note]", HTMLTextAreaElement, this.#root);
    this.#note.addEventListener("input", () => host.note(this.#note.value));
    this.#part("keys").addEventListener("click", (event) => {
      const key = event.target instanceof Element ? event.target.closest("[data-command]") : null;
      if (key instanceof HTMLButtonElement && key.dataset.command) void host.press(key.dataset.command);
    });
    this.#choices = contactChoice(this.#part("choices"), this.#part("contacts"), (contact) => {
      if (this.#shown) host.choose(this.#shown.id, contact);
    });
    host.watch(({ engagement }) => this.#show(engagement));
  }

  /** @param {string} name */
  #part(name) {
    return need(`[data-engagement-${name}]`, HTMLElement, this.#root);
  }

  /** @param {EngagementView | null} engagement */
  #show(engagement) {
    const isNew = engagement?.id !== this.#shown?.id;
    this.#shown = engagement;
    show(this.#root, engagement !== null);
    clearInterval(this.#timer);
    if (!engagement) return void delete this.#root.dataset.state;
    say(this.#part("kind"), engagement.kind);
    say(this.#part("name"), engagement.name);
    say(this.#part("number"), engagement.number);
    this.#root.dataset.state = engagement.liveAt === null ? "calling" : engagement.kind === "In call" ? "live" : "waiting";
    this.#showTicket(engagement.ticket);
    this.#choices(engagement);
    this.#showFacts(engagement.facts);
    this.#showKeys(engagement);
    this.#showNote(engagement, isNew);
    this.#run(engagement.liveAt);
  }

  /** @param {string | null} path */
  #showTicket(path) {
    const link = need("[data-engagement-ticket]", HTMLAnchorElement, this.#root);
    if (path) link.setAttribute("href", path);
    show(link, path !== null);
  }

  /** @param {EngagementView} engagement @param {boolean} isNew */
  #showNote({ notes, note }, isNew) {
    const details = need("[data-engagement-notes]", HTMLDetailsElement, this.#root);
    show(details, notes);
    if (isNew) details.open = note !== "";
    if (this.#note.value !== note && (isNew || document.activeElement !== this.#note)) this.#note.value = note;
  }

  /** @param {[string, string][]} facts */
  #showFacts(facts) {
    const news = JSON.stringify(facts);
    show(this.#part("facts"), facts.length > 0);
    if (news === this.#facts) return;
    this.#facts = news;
    this.#part("facts").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  }

  /** @param {EngagementView} engagement */
  #showKeys({ keys, waiting }) {
    const news = JSON.stringify([keys, waiting]);
    if (news === this.#keys) return;
    this.#keys = news;
    const place = this.#part("keys");
    const held = [...place.children].findIndex((key) => key === document.activeElement);
    place.replaceChildren(...keys.map((key) => keyFor(key, waiting)));
    const next = held < 0 ? null : place.children[Math.min(held, place.children.length - 1)];
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  /** @param {number | null} liveAt */
  #run(liveAt) {
    const time = this.#part("time");
    const tick = () => say(time, liveAt === null ? null : timerWords(Date.now() - liveAt));
    tick();
    if (liveAt !== null) this.#timer = window.setInterval(tick, STEP);
  }
}

/**
 * @param {EngagementView["keys"][number]} key
 * @param {boolean} waiting
 */
function keyFor({ command, words, stop, pressed }, waiting) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `button ${stop ? "stop" : "quiet"}`;
  button.dataset.command = command;
  button.textContent = words;
  if (waiting) button.setAttribute("aria-disabled", "true");
  button.toggleAttribute("data-pressed", pressed);
  return button;
}

/**
 * @param {"dt" | "dd"} kind
 * @param {string} words
 */
function element(kind, words) {
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}
