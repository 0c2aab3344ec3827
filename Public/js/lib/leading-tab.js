/** Of all tabs of one browser, one leads: the one that holds a lock, for which only those ask that are able to. */
export class LeadingTab {
  /** This tab is the one. */
  isHere = !navigator.locks;

  #name;
  #changed;
  #allowed = false;
  /** @type {AbortController | null} */
  #waiting = null;
  /** @type {() => void} */
  #release = () => {};

  /**
   * @param {string} name  of the lock
   * @param {() => void} changed
   */
  constructor(name, changed) {
    this.#name = name;
    this.#changed = changed;
    document.addEventListener("freeze", () => this.#leave());
    document.addEventListener("resume", () => this.allow(this.#allowed));
  }

  /** Whether another tab of this browser leads. */
  async isElsewhere() {
    if (this.isHere || !navigator.locks) return false;
    const { held } = await navigator.locks.query().catch(() => ({ held: [] }));
    return !this.isHere && (held ?? []).some((lock) => lock.name === this.#name);
  }

  /** @param {boolean} allowed  whether this tab is able to lead */
  allow(allowed) {
    this.#allowed = allowed;
    if (allowed) this.#join();
    else this.#leave();
  }

  #join() {
    if (!navigator.locks || this.#waiting) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    void navigator.locks.request(this.#name, { signal: waiting.signal }, () => this.#hold(waiting)).catch((error) => this.#failed(error, waiting));
  }

  /**
   * A frame in another site may get no lock at all: it knows of no other tab, and leads.
   *
   * @param {unknown} error
   * @param {AbortController} turn
   */
  #failed(error, turn) {
    const isDenied = error instanceof DOMException && error.name === "SecurityError";
    if (isDenied && turn === this.#waiting) void this.#hold(turn);
  }

  #leave() {
    this.#waiting?.abort();
    this.#waiting = null;
    this.#release();
  }

  /** @param {AbortController} turn */
  #hold(turn) {
    if (turn !== this.#waiting) return;
    this.#set(true);
    return new Promise((done) => {
      this.#release = () => {
        this.#release = () => {};
        this.#set(false);
        done(undefined);
      };
    });
  }

  /** @param {boolean} isHere */
  #set(isHere) {
    this.isHere = isHere;
    this.#changed();
  }
}
