/** What people hear on their own page while they wait for their agent. */
export class HoldMusic {
  #sound;
  #url;
  /** @type {(() => void) | null} */
  #silence = null;

  /**
   * @param {Pick<import("./sound.js").Sound, "playFile">} sound
   * @param {string} url
   */
  constructor(sound, url) {
    this.#sound = sound;
    this.#url = url;
  }

  /** @param {boolean} wanted */
  play(wanted) {
    if (wanted === (this.#silence !== null) || !this.#url) return;
    this.#silence?.();
    this.#silence = wanted ? this.#sound.playFile(this.#url) : null;
  }
}
