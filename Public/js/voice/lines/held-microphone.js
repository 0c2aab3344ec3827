import { microphoneAsks, releaseMicrophone, takeMicrophone } from "../microphone.js";

/**
 * @typedef {object} MicrophoneParts
 * @property {(button: string) => Promise<MediaStream>} take
 * @property {() => Promise<boolean>} asks  whether the browser is going to ask the person
 * @property {(stream: MediaStream | null) => void} release
 */

/** @type {MicrophoneParts} */
export const browserMicrophone = { take: takeMicrophone, asks: microphoneAsks, release: releaseMicrophone };

/** The one open microphone of a page, held for one call at a time. */
export class HeldMicrophone {
  /** @type {MediaStream | null} */
  stream = null;
  /** @type {string | null} */
  owner = null;

  #parts;
  #muted = false;

  /**
   * @param {MicrophoneParts} parts
   * @param {{asking: (asks: boolean) => void, replaced: (track: MediaStreamTrack) => void, gone: () => void}} told
   */
  constructor(parts, told) {
    this.#parts = parts;
    this.told = told;
  }

  /**
   * Opens it without holding it yet: the call may be over by then.
   *
   * @param {string} button
   * @returns {Promise<MediaStream>}
   */
  async open(button) {
    const asks = await this.#parts.asks();
    if (asks) this.told.asking(true);
    try {
      return await this.#parts.take(button);
    } finally {
      if (asks) this.told.asking(false);
    }
  }

  /**
   * @param {MediaStream} stream
   * @param {string} owner
   */
  hold(stream, owner) {
    if (this.stream !== stream) this.#parts.release(this.stream);
    this.stream = stream;
    this.owner = owner;
    this.mute(this.#muted);
    for (const track of stream.getAudioTracks()) track.onended = () => void this.#replace(stream);
  }

  /** @param {MediaStream} stream */
  discard(stream) {
    this.#parts.release(stream);
  }

  /** @param {string} owner */
  release(owner) {
    if (this.owner !== owner) return;
    this.#parts.release(this.stream);
    this.stream = this.owner = null;
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.#muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /**
   * It was unplugged: go on with another one.
   *
   * @param {MediaStream} old
   */
  async #replace(old) {
    if (this.stream !== old || this.owner === null) return;
    try {
      const stream = await this.#parts.take("Call");
      const [track] = stream.getAudioTracks();
      if (this.stream !== old || !track) return this.discard(stream);
      this.hold(stream, this.owner);
      this.told.replaced(track);
    } catch {
      this.told.gone();
    }
  }
}
