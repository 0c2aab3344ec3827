import { CallAudio } from "./call-audio.js";

/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Carrier} Carrier */
/** @typedef {import("../../types.js").CarrierTold} CarrierTold */
/** @typedef {import("../../types.js").ServerMessage} ServerMessage */
/** @typedef {import("../../types.js").SignalMessage} SignalMessage */

const KEPT = 100;

/**
 * Sound from browser to browser, by WebRTC: of the one call that this page carries, and signals that come before it.
 *
 * @implements {Carrier}
 */
export class EmbeddedCarrier {
  #told;
  #play;
  /** @type {RTCConfiguration} */
  #configuration = {};
  /** @type {{id: string, audio: CallAudio} | null} */
  #call = null;
  /** @type {SignalMessage[]} */
  #early = [];

  /**
   * @param {CarrierTold} told
   * @param {(leg: string, stream: MediaStream) => () => void} play  answers with how to stop
   */
  constructor(told, play) {
    this.#told = told;
    this.#play = play;
  }

  /** @param {ServerMessage} message */
  hear(message) {
    if (message.type === "ready" || message.type === "ice") this.#configuration = configurationFrom(message);
    if (message.type === "signal") this.#signal(message);
  }

  /**
   * @param {CallMessage} message
   * @param {MediaStream} stream
   * @param {boolean} fresh  this page came back: what was said to it before was meant for another connection
   */
  connect(message, stream, fresh) {
    if (this.#call?.id !== message.id) {
      this.#call?.audio.close();
      this.#call = { id: message.id, audio: this.#open(message.id, stream, fresh) };
      if (fresh) this.#forget(message.id);
    }
    this.#call?.audio.update(message);
    const early = this.#early;
    this.#early = [];
    for (const signal of early) this.#signal(signal);
  }

  /** @param {MediaStreamTrack} track */
  use(track) {
    this.#call?.audio.use(track);
  }

  /** The tracks that are sent are those of the microphone, which is muted by itself. */
  mute() {}

  sendDigits() {}

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

  /** @param {SignalMessage} message */
  #signal(message) {
    const taken = this.#call?.id === message.call && this.#call.audio.receive(message.from, message.data);
    if (!taken) this.#early = [...this.#early, message].slice(-KEPT);
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
    const { send, tell, clock } = this.#told;
    return new CallAudio({
      stream,
      configuration: this.#configuration,
      fresh,
      clock,
      play: this.#play,
      send: (to, data) => send({ type: "signal", call: id, to, data }),
      notice: (kind, words) => tell({ type: "notice", kind, words }),
      hears: () => send({ type: "sound", call: id }),
      failed: () => send({ type: "failed", call: id, reason: "media" }),
    });
  }
}

/**
 * @param {{ice: RTCIceServer[], icePolicy: RTCIceTransportPolicy}} message
 * @returns {RTCConfiguration}
 */
const configurationFrom = ({ ice, icePolicy }) => ({ iceServers: ice, iceTransportPolicy: icePolicy });
