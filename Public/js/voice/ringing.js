import { LeadingTab } from "../lib/leading-tab.js";

/** @typedef {import("../types.js").PhoneView["tone"]} Tone */

/** Which tone is heard in this tab: of several tabs only one rings, and the bar about blocked sound shows only where it helps. */
export class Ringing {
  #sound;
  #tones;
  #ringer;
  /** @type {Tone} */
  #tone = null;

  /**
   * @param {import("./sound.js").Sound} sound
   * @param {import("./tones.js").Tones} tones
   * @param {string} lock  tabs that ring as one have the same
   */
  constructor(sound, tones, lock) {
    this.#sound = sound;
    this.#tones = tones;
    this.#ringer = new LeadingTab(lock, () => this.#play());
    sound.onRunning((running) => this.#ringer.allow(running));
  }

  /** @param {Tone} tone */
  show(tone) {
    if (tone === this.#tone) return;
    this.#tone = tone;
    this.#play();
  }

  #play() {
    const isOurs = this.#tone !== "ring" || this.#ringer.isHere;
    this.#tones.play(isOurs ? this.#tone : null);
    if (isOurs) this.#want(this.#tone !== null);
    else void this.#askForSound();
  }

  /** Nobody rings yet, unless another tab of this browser does. */
  async #askForSound() {
    const isElsewhere = await this.#ringer.isElsewhere();
    if (this.#tone === "ring" && !this.#ringer.isHere) this.#want(!isElsewhere);
  }

  /** @param {boolean} wanted */
  #want(wanted) {
    this.#sound.want(wanted);
    if (wanted) void this.#sound.unlock();
  }
}
