import { Level } from "./level.js";

const LOUD = 0.02;
const LOOK = 150;
const LOUD_LOOKS = 4;
const REMEMBERED = 4_000;

/** Tells speech from a cough: loud several times within a second; told for a few seconds after the last word. */
export class Speech {
  /** @type {number[]} */
  #loud = [];
  #until = 0;

  /**
   * @param {number} level  0 to 1
   * @param {number} now  milliseconds
   * @returns {boolean}  whether somebody speaks, or just did
   */
  hear(level, now) {
    this.#loud = this.#loud.filter((at) => now - at < 1_000);
    if (level > LOUD) this.#loud.push(now);
    if (this.#loud.length >= LOUD_LOOKS) this.#until = now + REMEMBERED;
    return now < this.#until;
  }
}

/** Warns who speaks while muted. */
export class MutedSpeaker {
  #sound;
  #told;
  /** @type {MediaStreamTrack | null} */
  #track = null;
  #muted = false;
  /** @type {() => void} */
  #stop = () => {};

  /**
   * @param {import("./sound.js").Sound} sound
   * @param {(speaks: boolean) => void} told
   */
  constructor(sound, told) {
    this.#sound = sound;
    this.#told = told;
  }

  /** @param {MediaStream | null} stream  the microphone in use */
  use(stream) {
    this.#track = stream?.getAudioTracks()[0] ?? null;
    this.#again();
  }

  /** @param {boolean} muted */
  mute(muted) {
    if (muted === this.#muted) return;
    this.#muted = muted;
    this.#again();
  }

  #again() {
    this.#stop();
    this.#stop = this.#muted && this.#track ? this.#listen(this.#track) : () => {};
  }

  /** @param {MediaStreamTrack} track */
  #listen(track) {
    const level = new Level(this.#sound.context, track);
    const speech = new Speech();
    const timer = window.setInterval(() => this.#told(speech.hear(level.read(), performance.now())), LOOK);
    return () => {
      clearInterval(timer);
      level.close();
      this.#told(false);
    };
  }
}
