/** Asks before a page is left that holds a call. */
export class LeaveGuard {
  #busy;
  #off = false;

  /** @param {() => boolean} busy */
  constructor(busy) {
    this.#busy = busy;
    window.addEventListener("beforeunload", (event) => this.#leaving(event));
  }

  /** From now on the page may be left: it has to be. */
  release() {
    this.#off = true;
  }

  /** @param {BeforeUnloadEvent} event */
  #leaving(event) {
    if (this.#off || !this.#busy()) return;
    event.preventDefault();
    event.returnValue = true;
  }
}
