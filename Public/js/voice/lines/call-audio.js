import { Peer } from "./peer.js";

/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("../../types.js").SignalData} SignalData */

/**
 * @typedef {object} CallAudioParts
 * @property {MediaStream} stream
 * @property {RTCConfiguration} configuration
 * @property {boolean} fresh
 * @property {Clock} clock
 * @property {(leg: string, data: SignalData) => void} send
 * @property {(leg: string, stream: MediaStream) => () => void} play  answers with how to stop
 * @property {(words: string | null) => void} notice
 * @property {() => void} failed  no audio for too long
 */

const HOPELESS = 20_000;

/** All sound of one call: a peer for each other page in it. */
export class CallAudio {
  #parts;
  /** @type {Map<string, {peer: Peer, silence: () => void, timer: number | null, state: string}>} */
  #peers = new Map();

  /** @param {CallAudioParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {{leg: string, offer: boolean}[]} wanted */
  update(wanted) {
    for (const leg of this.#peers.keys()) if (!wanted.some((peer) => peer.leg === leg)) this.#drop(leg);
    for (const { leg, offer } of wanted) if (!this.#peers.has(leg)) this.#add(leg, offer);
  }

  /**
   * @param {string} leg
   * @param {SignalData} data
   * @returns {boolean}  false when that leg is not known yet
   */
  receive(leg, data) {
    const entry = this.#peers.get(leg);
    entry?.peer.receive(data);
    return entry !== undefined;
  }

  /** @param {MediaStreamTrack} track */
  use(track) {
    for (const { peer } of this.#peers.values()) void peer.send(track);
  }

  close() {
    for (const leg of [...this.#peers.keys()]) this.#drop(leg);
  }

  /**
   * @param {string} leg
   * @param {boolean} offer
   */
  #add(leg, offer) {
    const { stream, configuration, fresh, send } = this.#parts;
    const peer = new Peer({
      stream,
      configuration,
      offer,
      fresh,
      send: (data) => send(leg, data),
      heard: (sound) => this.#play(leg, sound),
      changed: (state) => this.#changed(leg, state),
    });
    this.#peers.set(leg, { peer, silence: () => {}, timer: null, state: "new" });
    this.#doubt(leg);
  }

  /**
   * @param {string} leg
   * @param {MediaStream} sound
   */
  #play(leg, sound) {
    const entry = this.#peers.get(leg);
    if (!entry) return;
    entry.silence();
    entry.silence = this.#parts.play(leg, sound);
  }

  /**
   * @param {string} leg
   * @param {RTCPeerConnectionState} state
   */
  #changed(leg, state) {
    const entry = this.#peers.get(leg);
    if (!entry) return;
    entry.state = state;
    if (state === "connected") this.#trust(leg);
    else if (state === "disconnected" || state === "failed") this.#doubt(leg);
    if (state === "failed") entry.peer.mend();
    const broken = [...this.#peers.values()].some((other) => other.state === "disconnected" || other.state === "failed");
    this.#parts.notice(broken ? "The sound is interrupted. We are mending it: please wait." : null);
  }

  /** @param {string} leg */
  #trust(leg) {
    const entry = this.#peers.get(leg);
    if (!entry || entry.timer === null) return;
    this.#parts.clock.stop(entry.timer);
    entry.timer = null;
  }

  /** @param {string} leg */
  #doubt(leg) {
    const entry = this.#peers.get(leg);
    if (entry && entry.timer === null) entry.timer = this.#parts.clock.start(() => this.#parts.failed(), HOPELESS);
  }

  /** @param {string} leg */
  #drop(leg) {
    this.#trust(leg);
    const entry = this.#peers.get(leg);
    this.#peers.delete(leg);
    entry?.peer.close();
    entry?.silence();
  }
}
