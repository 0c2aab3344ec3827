/**
 * What Fusion was told of a call that goes on.
 *
 * @typedef {{eventId: string, phase: "offered" | "started" | "closed", out: Record<string, string>}} Told
 */

const KEY = "fusion-calls";
const MOST = 20;

/** Outlives a reload of the frame, so that Fusion is not told of a call a second time. */
export class Memory {
  #storage;
  /** @type {Map<string, Told>} */
  #told;

  /** @param {() => Pick<Storage, "getItem" | "setItem">} storage  of this tab */
  constructor(storage) {
    this.#storage = storage;
    this.#told = new Map(load(storage));
  }

  /** @param {string} call */
  read(call) {
    return this.#told.get(call) ?? null;
  }

  /**
   * @param {string} call
   * @param {Told} told
   */
  write(call, told) {
    this.#told.delete(call);
    this.#told.set(call, told);
    this.#store();
  }

  /** @param {string} call */
  forget(call) {
    if (this.#told.delete(call)) this.#store();
  }

  #store() {
    try {
      this.#storage().setItem(KEY, JSON.stringify([...this.#told].slice(-MOST)));
    } catch {
      // Kept for this page only.
    }
  }
}

/**
 * @param {() => Pick<Storage, "getItem">} storage
 * @returns {[string, Told][]}
 */
function load(storage) {
  try {
    const kept = JSON.parse(storage().getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((entry) => Array.isArray(entry) && typeof entry[1]?.eventId === "string") : [];
  } catch {
    return [];
  }
}
