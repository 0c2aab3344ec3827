/**
 * @typedef {object} MicrophoneParts
 * @property {(button: string) => Promise<MediaStream>} take  rejects with a Problem
 * @property {() => Promise<PermissionState | "unknown">} permission
 * @property {(stream: MediaStream | null) => void} release
 */

/**
 * @typedef {object} MicrophoneTold
 * @property {(asks: boolean) => void} asking  the browser asks the person
 * @property {(stream: MediaStream | null) => void} held  the stream in use is another one
 * @property {(track: MediaStreamTrack) => void} replaced  to be sent from now on
 * @property {() => void} gone  it was unplugged and there is no other
 */

/** The one open microphone of a page, held for one call at a time. */
export class HeldMicrophone {
  /** @type {MediaStream | null} */
  stream = null;
  /** @type {string | null} */
  owner = null;

  #parts;
  #told;
  #muted = false;

  /**
   * @param {MicrophoneParts} parts
   * @param {MicrophoneTold} told
   */
  constructor(parts, told) {
    this.#parts = parts;
    this.#told = told;
  }

  /**
   * Opens it without holding it yet: the call may be over by then.
   *
   * @param {string} button
   * @returns {Promise<MediaStream>}
   */
  async open(button) {
    const asks = (await this.#parts.permission()) === "prompt";
    if (asks) this.#told.asking(true);
    try {
      return await this.#parts.take(button);
    } finally {
      if (asks) this.#told.asking(false);
    }
  }

  /** Whether it opens without a question. */
  async isGranted() {
    return (await this.#parts.permission()) === "granted";
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
    for (const track of stream.getAudioTracks()) track.onended = () => void this.change().catch(() => this.#told.gone());
    this.#told.held(stream);
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
    this.#muted = false;
    this.#told.held(null);
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.#muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** Goes on with another one: it was unplugged, or somebody chose anew. */
  async change() {
    const old = this.stream;
    if (!old) return;
    const stream = await this.#parts.take("Call");
    const [track] = stream.getAudioTracks();
    if (this.stream !== old || this.owner === null || !track) return this.discard(stream);
    this.hold(stream, this.owner);
    this.#told.replaced(track);
  }
}
