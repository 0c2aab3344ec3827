/** How loud a microphone is just now. It listens to a copy, which goes nowhere and hears also while the call is muted. */
export class Level {
  #source;
  #analyser;
  #track;
  #samples;

  /**
   * @param {AudioContext} context
   * @param {MediaStreamTrack} track
   */
  constructor(context, track) {
    this.#track = track.clone();
    this.#track.enabled = true;
    this.#source = context.createMediaStreamSource(new MediaStream([this.#track]));
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source.connect(this.#analyser);
  }

  /** @returns {number}  the mean, 0 to 1 */
  read() {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return Math.sqrt(this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length);
  }

  close() {
    this.#source.disconnect();
    this.#track.stop();
  }
}

const QUIETEST = -60;

/**
 * A level as eyes expect it: silence is 0, a shout 1, in steps of equal loudness.
 *
 * @param {number} mean  0 to 1
 */
export function meterOf(mean) {
  const decibels = 20 * Math.log10(Math.max(mean, 1e-6));
  return Math.min(1, Math.max(0, 1 - decibels / QUIETEST));
}
