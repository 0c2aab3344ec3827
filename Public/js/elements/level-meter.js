import { Level, meterOf } from "../voice/level.js";
import { releaseMicrophone } from "../voice/microphone.js";

const LOOK = 60;
const FALL = 0.85;

/** Shows how loud the microphone is: the call's own, or one opened just for this. */
export class LevelMeter {
  #element;
  #sound;
  #open = false;
  /** @type {MediaStream | null} */
  #own = null;
  /** @type {MediaStream | null} */
  #used = null;
  /** @type {() => Promise<MediaStream>} */
  #take = () => Promise.reject(new Error("not open"));
  /** @type {() => void} */
  #stop = () => {};

  /**
   * @param {HTMLElement} element
   * @param {import("../voice/sound.js").Sound} sound
   */
  constructor(element, sound) {
    this.#element = element;
    this.#sound = sound;
  }

  /** @param {MediaStream | null} stream  the one a call uses */
  use(stream) {
    this.#used = stream;
    if (stream) this.#release();
    this.#show();
  }

  /** @param {() => Promise<MediaStream>} take */
  async open(take) {
    this.#open = true;
    this.#take = take;
    if (!this.#used && !this.#own) await this.change();
    else this.#show();
  }

  /** Another microphone was chosen. */
  async change() {
    if (!this.#open || this.#used) return;
    const stream = await this.#take();
    this.#release();
    if (this.#open && !this.#used) this.#own = stream;
    else releaseMicrophone(stream);
    this.#show();
  }

  close() {
    this.#open = false;
    this.#release();
    this.#show();
  }

  #release() {
    releaseMicrophone(this.#own);
    this.#own = null;
  }

  #show() {
    this.#stop();
    const track = (this.#used ?? this.#own)?.getAudioTracks()[0];
    this.#stop = this.#open && track ? this.#run(track) : () => {};
  }

  /** @param {MediaStreamTrack} track */
  #run(track) {
    const level = new Level(this.#sound.context, track);
    let shown = 0;
    const timer = window.setInterval(() => {
      shown = Math.max(meterOf(level.read()), shown * FALL);
      this.#paint(shown);
    }, LOOK);
    return () => {
      clearInterval(timer);
      level.close();
      this.#paint(0);
    };
  }

  /** @param {number} level  0 to 1 */
  #paint(level) {
    this.#element.setAttribute("aria-valuenow", String(Math.round(level * 100)));
    this.#element.style.setProperty("--level", level.toFixed(3));
  }
}
