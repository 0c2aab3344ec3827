/** What a toolbar's page has told of itself: the events it listens to, and what it does not do. */
export class ToolbarPage {
  #listened = new Told();
  #disabled = new Told();
  #restarts = 0;

  /** @param {string} method */
  listensTo(method) {
    return this.#listened.has(method);
  }

  /**
   * @param {string} method
   * @returns {boolean}  whether that is news
   */
  listens(method) {
    return this.#listened.add(method);
  }

  /** @param {string} feature */
  offers(feature) {
    return !this.#disabled.has(feature);
  }

  /** @param {unknown} features  one, or a list of them */
  disables(features) {
    for (const feature of [features].flat()) this.#disabled.add(String(feature));
  }

  /**
   * The page was loaded anew. It may have spoken before it was whole: whether what was told holds is known when it answers.
   *
   * @param {() => Promise<boolean>} isThere
   */
  async restarted(isThere) {
    const round = (this.#restarts += 1);
    for (const told of [this.#listened, this.#disabled]) told.doubt();
    const isKept = await isThere();
    if (round === this.#restarts) for (const told of [this.#listened, this.#disabled]) told.settle(isKept);
  }
}

class Told {
  /** @type {Set<string>} */
  #names = new Set();
  /** @type {Set<string>} */
  #doubted = new Set();

  /** @param {string} name */
  has(name) {
    return this.#names.has(name);
  }

  /** @param {string} name */
  add(name) {
    const isNews = !this.#names.has(name) || this.#doubted.has(name);
    this.#names.add(name);
    this.#doubted.delete(name);
    return isNews;
  }

  doubt() {
    this.#doubted = new Set(this.#names);
  }

  /** @param {boolean} isKept  what is in doubt */
  settle(isKept) {
    if (!isKept) for (const name of this.#doubted) this.#names.delete(name);
    this.#doubted.clear();
  }
}
