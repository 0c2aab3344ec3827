import { find } from "../lib/dom.js";

/** @typedef {import("../types.js").PhoneView} PhoneView */

const ICONS = { ringing: "ringing.svg", live: "in-call.svg" };

/** A ringing call shows in the tab: its title and its icon. */
export class Attention {
  #plainTitle = document.title;
  #link = find("link[rel='icon']", HTMLLinkElement);
  #plainIcon = this.#link?.href ?? "";
  #prefix = "";

  /** @param {PhoneView} view */
  show(view) {
    this.#prefix = view.state === "ringing" ? `Ringing… ${view.who} · ` : "";
    this.#showTitle();
    const icon = view.state === "ringing" || view.state === "live" ? ICONS[view.state] : null;
    this.#showIcon(icon ? new URL(`../../icons/${icon}`, import.meta.url).href : this.#plainIcon);
  }

  /** @param {string} title  of the page that is shown from now on */
  rename(title) {
    this.#plainTitle = title;
    this.#showTitle();
  }

  #showTitle() {
    const title = this.#prefix + this.#plainTitle;
    if (document.title !== title) document.title = title;
  }

  /** @param {string} icon */
  #showIcon(icon) {
    if (this.#link && this.#link.href !== icon) this.#link.href = icon;
  }
}
