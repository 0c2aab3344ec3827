/** Of all tabs of one browser, one rings: the one that holds this lock, and only one that is allowed to be heard asks for it. */
export class Ringer {
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

  /** Whether another tab of this browser can ring. */
  async isElsewhere() {
    if (this.isHere || !navigator.locks) return false;
    const { held } = await navigator.locks.query();
    return !this.isHere && (held ?? []).some((lock) => lock.name === this.#name);
  }

  /** @param {boolean} allowed  whether this tab can be heard */
  allow(allowed) {
    this.#allowed = allowed;
    if (allowed) this.#join();
    else this.#leave();
  }

  #join() {
    if (!navigator.locks || this.#waiting) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    void navigator.locks.request(this.#name, { signal: waiting.signal }, () => this.#hold(waiting)).catch(() => {});
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
