/** @typedef {{pitches: number[], beats: number[][], cycle: number, volume: number}} Tone */

/**
 * Beats are seconds of sound within a cycle: [from, to].
 *
 * @type {Record<"ring" | "ringBack" | "test", Tone>}
 */
const TONES = {
  ring: { pitches: [659.3, 830.6], beats: [[0, 0.35], [0.5, 0.85]], cycle: 2.6, volume: 0.12 },
  ringBack: { pitches: [440, 480], beats: [[0, 1.6]], cycle: 4.8, volume: 0.05 },
  test: { pitches: [523.3, 659.3], beats: [[0, 0.3], [0.4, 0.9]], cycle: 1.2, volume: 0.12 },
};

const RATE = 3000;
const FADE = 0.02;

/**
 * How loud the tone is at a moment of its cycle, with soft edges.
 *
 * @param {Tone} tone
 * @param {number} second
 * @returns {number}  0 to the tone's volume
 */
export function loudness(tone, second) {
  const beat = tone.beats.find(([from = 0, to = 0]) => second >= from && second <= to);
  if (!beat) return 0;
  const [from = 0, to = 0] = beat;
  return tone.volume * Math.min(1, (second - from) / FADE, (to - second) / FADE);
}

/** One tone at a time, however many calls there are: oscillators shaped by a looping envelope. */
export class Tones {
  #sound;
  /** @type {keyof typeof TONES | null} */
  #playing = null;
  /** @type {() => void} */
  #silence = () => {};
  /** @type {(name: keyof typeof TONES) => string} */
  #deviceFor;

  /**
   * @param {import("./sound.js").Sound} sound
   * @param {(name: keyof typeof TONES) => string} deviceFor  the id of the speaker a tone is heard on
   */
  constructor(sound, deviceFor) {
    this.#sound = sound;
    this.#deviceFor = deviceFor;
  }

  /**
   * Once, unless a call is heard.
   *
   * @param {"ring" | "test"} name
   * @param {string} device
   */
  async sample(name, device) {
    await this.#sound.unlock();
    if (this.#playing) return;
    await this.#sound.toneOn(device);
    const silence = start(this.#sound.context, TONES[name]);
    window.setTimeout(silence, TONES[name].cycle * 1000 - 100);
  }

  /** @param {keyof typeof TONES | null} name */
  play(name) {
    if (name === this.#playing) return;
    this.#silence();
    this.#playing = name;
    if (name) void this.#sound.toneOn(this.#deviceFor(name));
    this.#silence = name ? start(this.#sound.context, TONES[name]) : () => {};
  }
}

/**
 * @param {AudioContext} context
 * @param {Tone} tone
 * @returns {() => void}
 */
function start(context, tone) {
  const gate = context.createGain();
  gate.gain.value = 0;
  gate.connect(context.destination);
  const envelope = envelopeOf(context, tone);
  envelope.connect(gate.gain);
  const voices = tone.pitches.map((pitch) => voice(context, pitch, gate));
  const sources = [envelope, ...voices];
  for (const source of sources) source.start();
  return () => {
    for (const source of sources) source.stop();
    gate.disconnect();
  };
}

/**
 * @param {AudioContext} context
 * @param {Tone} tone
 */
function envelopeOf(context, tone) {
  const samples = Float32Array.from({ length: Math.round(tone.cycle * RATE) }, (_, i) => loudness(tone, i / RATE));
  const buffer = context.createBuffer(1, samples.length, RATE);
  buffer.copyToChannel(samples, 0);
  const envelope = context.createBufferSource();
  envelope.buffer = buffer;
  envelope.loop = true;
  return envelope;
}

/**
 * @param {AudioContext} context
 * @param {number} pitch
 * @param {AudioNode} into
 */
function voice(context, pitch, into) {
  const oscillator = context.createOscillator();
  oscillator.frequency.value = pitch;
  oscillator.connect(into);
  return oscillator;
}
