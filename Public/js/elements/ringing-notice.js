/** @typedef {import("../types.js").PhoneView} PhoneView */

const ICON = new URL("../../icons/ringing.svg", import.meta.url).href;

/** Asks once whether the desk may show notices on the desktop; called when somebody wants to be rung. */
export function askForNotices() {
  if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
}

/** A call that rings while nobody looks at the page shows on the desktop, once for all tabs. */
export class RingingNotice {
  /** @type {{id: string, shown: Notification} | null} */
  #notice = null;
  /** @type {PhoneView | null} */
  #view = null;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#update());
  }

  /** @param {PhoneView} view */
  show(view) {
    this.#view = view;
    this.#update();
  }

  #update() {
    const rings = this.#view?.state === "ringing" && document.hidden ? this.#view : null;
    if (rings?.callId === this.#notice?.id) return;
    this.#notice?.shown.close();
    this.#notice = rings?.callId && isAllowed() ? { id: rings.callId, shown: notify(rings, rings.callId) } : null;
  }
}

const isAllowed = () => "Notification" in window && Notification.permission === "granted";

/**
 * @param {PhoneView} view
 * @param {string} id  tabs that show the same call show one notice
 */
function notify(view, id) {
  const notice = new Notification(`${view.who} is calling`, { body: view.about ?? "", tag: id, icon: ICON, requireInteraction: true });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
  });
  return notice;
}
