import { CallAudio } from "./call-audio.js";

/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").SignalMessage} SignalMessage */

/**
 * @typedef {object} CallSoundParts
 * @property {import("../../types.js").Clock} clock
 * @property {(message: import("../../lib/live-socket.js").ClientMessage) => void} send
 * @property {(leg: string, stream: MediaStream) => () => void} play  answers with how to stop
 * @property {(event: LineEvent) => void} tell
 */

const KEPT = 100;

/** The sound of the one call that this page carries, and signals that come before it. */
export class CallSound {
  /** @type {RTCConfiguration} */
  configuration = {};

  #parts;
  /** @type {{id: string, audio: CallAudio} | null} */
  #call = null;
  /** @type {SignalMessage[]} */
  #early = [];

  /** @param {CallSoundParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {string} id */
  carries(id) {
    return this.#call?.id === id;
  }

  /**
   * @param {CallMessage} message
   * @param {MediaStream} stream
   * @param {boolean} fresh  this page came back: what was said to it before was meant for another connection
   */
  connect(message, stream, fresh) {
    if (!this.carries(message.id)) {
      this.#call?.audio.close();
      this.#call = { id: message.id, audio: this.#open(message.id, stream, fresh) };
      if (fresh) this.#forget(message.id);
    }
    this.#call?.audio.update(message);
    const early = this.#early;
    this.#early = [];
    for (const signal of early) this.signal(signal);
  }

  /** @param {SignalMessage} message */
  signal(message) {
    const taken = this.#call?.id === message.call && this.#call.audio.receive(message.from, message.data);
    if (!taken) this.#early = [...this.#early, message].slice(-KEPT);
  }

  /** @param {MediaStreamTrack} track */
  use(track) {
    this.#call?.audio.use(track);
  }

  mend() {
    this.#call?.audio.mend();
  }

  /** @param {string} id */
  close(id) {
    if (this.#call?.id === id) {
      this.#call.audio.close();
      this.#call = null;
    }
    this.#forget(id);
  }

  /** @param {string} id */
  #forget(id) {
    this.#early = this.#early.filter((signal) => signal.call !== id);
  }

  /**
   * @param {string} id
   * @param {MediaStream} stream
   * @param {boolean} fresh
   */
  #open(id, stream, fresh) {
    const { send, tell, clock, play } = this.#parts;
    return new CallAudio({
      stream,
      configuration: this.configuration,
      fresh,
      clock,
      play,
      send: (to, data) => send({ type: "signal", call: id, to, data }),
      notice: (kind, words) => tell({ type: "notice", kind, words }),
      hears: () => send({ type: "sound", call: id }),
      failed: () => send({ type: "failed", call: id, reason: "media" }),
    });
  }
}
