import { Hearing } from "./hearing.js";
import { Peer } from "./peer.js";

/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("../../types.js").NoticeKind} NoticeKind */
/** @typedef {import("../../types.js").SignalData} SignalData */
/** @typedef {Pick<Peer, "receive" | "send" | "pause" | "mend" | "look" | "sample" | "close">} PeerLike */

/**
 * One other page. Where it does not hear us, we do not hear it either: somebody is on hold.
 *
 * @typedef {object} Entry
 * @property {PeerLike} peer
 * @property {boolean} hears
 * @property {Hearing} hearing
 * @property {MediaStream | null} sound
 * @property {() => void} silence
 * @property {number | null} timer
 * @property {string} state
 */

/**
 * @typedef {object} CallAudioParts
 * @property {MediaStream} stream
 * @property {RTCConfiguration} configuration
 * @property {boolean} fresh
 * @property {Clock} clock
 * @property {(leg: string, data: SignalData) => void} send
 * @property {(leg: string, stream: MediaStream) => () => void} play  answers with how to stop
 * @property {(kind: NoticeKind, words: string | null) => void} notice
 * @property {() => void} hears  somebody whose page is gone is still heard
 * @property {() => void} failed  no audio for too long
 * @property {(parts: import("./peer.js").PeerParts) => PeerLike} [connect]  for tests
 */

const HOPELESS = 20_000;
const LOOK = 2_000;
const SOUND_EVERY = 3_500;
const BROKEN = "The sound is interrupted. We are mending it: please wait.";
const WEAK = "Weak network: words may get lost. Move closer to your router, or use a cable.";

/** All sound of one call: a peer for each other page in it, and how well they are heard. */
export class CallAudio {
  #parts;
  #stream;
  /** @type {Map<string, Entry>} */
  #peers = new Map();
  /** @type {number | null} */
  #timer = null;
  #with = "";
  #otherAway = false;
  #reportedAt = 0;

  /** @param {CallAudioParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#stream = parts.stream;
  }

  /** @param {Pick<CallMessage, "peers" | "with" | "otherAway">} message */
  update({ peers, with: name, otherAway }) {
    const isBack = this.#otherAway && !otherAway;
    this.#with = name;
    this.#otherAway = otherAway;
    if (isBack) this.#hope();
    for (const leg of this.#peers.keys()) if (!peers.some((peer) => peer.leg === leg)) this.#drop(leg);
    for (const peer of peers) this.#know(peer);
    if (this.#timer === null) this.#lookLater();
    this.#tell();
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
    this.#stream = new MediaStream([track]);
    for (const { peer } of this.#peers.values()) void peer.send(track);
  }

  /** The network changed. */
  mend() {
    for (const { peer } of this.#peers.values()) peer.mend();
  }

  close() {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    for (const leg of [...this.#peers.keys()]) this.#drop(leg);
  }

  /** @param {import("../../types.js").PeerMessage} peer */
  #know({ leg, offer, hears = true }) {
    const entry = this.#peers.get(leg);
    if (!entry) this.#add(leg, offer, hears);
    else if (entry.hears !== hears) this.#turn(leg, entry, hears);
  }

  /**
   * Somebody is put on hold, or comes back.
   *
   * @param {string} leg
   * @param {Entry} entry
   * @param {boolean} hears
   */
  #turn(leg, entry, hears) {
    entry.hears = hears;
    entry.hearing.forget();
    void entry.peer.pause(!hears).catch((error) => console.warn("The microphone did not follow:", error));
    this.#trust(leg);
    if (hears && entry.state !== "connected") this.#doubt(leg);
    this.#sound(leg, entry);
  }

  /**
   * @param {string} leg
   * @param {Entry} entry
   */
  #sound(leg, entry) {
    entry.silence();
    entry.silence = entry.hears && entry.sound ? this.#parts.play(leg, entry.sound) : () => {};
  }

  /**
   * @param {string} leg
   * @param {boolean} offer
   * @param {boolean} hears
   */
  #add(leg, offer, hears) {
    const { configuration, fresh, send, connect = (parts) => new Peer(parts) } = this.#parts;
    const peer = connect({
      stream: this.#stream,
      paused: !hears,
      configuration,
      offer,
      fresh,
      send: (data) => send(leg, data),
      heard: (sound) => this.#heardOf(leg, sound),
      changed: (state) => this.#changed(leg, state),
    });
    const none = { sound: null, silence: () => {}, timer: null };
    this.#peers.set(leg, { ...none, peer, hears, hearing: new Hearing(), state: "new" });
    this.#doubt(leg);
  }

  /**
   * @param {string} leg
   * @param {MediaStream} sound
   */
  #heardOf(leg, sound) {
    const entry = this.#peers.get(leg);
    if (!entry) return;
    entry.sound = sound;
    this.#sound(leg, entry);
  }

  /**
   * @param {string} leg
   * @param {RTCPeerConnectionState} state
   */
  #changed(leg, state) {
    const entry = this.#peers.get(leg);
    if (!entry) return;
    entry.state = state;
    entry.hearing.forget();
    if (state === "connected") this.#trust(leg);
    if (isBroken(entry)) {
      this.#doubt(leg);
      entry.peer.mend();
    }
    this.#tell();
  }

  #lookLater() {
    this.#timer = this.#parts.clock.start(() => {
      this.#lookLater();
      void this.#look().catch((error) => console.warn("No statistics:", error));
    }, LOOK);
  }

  async #look() {
    for (const entry of [...this.#peers.values()]) {
      if (!this.#otherAway) entry.peer.look();
      const sample = entry.hears && entry.state === "connected" ? await entry.peer.sample(this.#parts.clock.now()) : null;
      if (sample && entry.hears && entry.hearing.take(sample)) this.#heard();
    }
    this.#tell();
  }

  /** Tells the desk, which waits for a page that is gone only as long as it is heard. */
  #heard() {
    const now = this.#parts.clock.now();
    if (!this.#otherAway || now - this.#reportedAt < SOUND_EVERY) return;
    this.#reportedAt = now;
    this.#parts.hears();
  }

  #tell() {
    const entries = [...this.#peers.values()];
    const broken = entries.some(isMissed) && !this.#otherAway;
    const silent = entries.some(({ hearing }) => hearing.silent) && !this.#otherAway;
    const weak = entries.some(({ hearing }) => hearing.weak);
    this.#parts.notice("broken", broken ? BROKEN : null);
    this.#parts.notice("silent", silent ? `No sound arrives from ${this.#with}.` : null);
    this.#parts.notice("weak", weak ? WEAK : null);
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
    if (entry?.hears && entry.timer === null) entry.timer = this.#parts.clock.start(() => this.#hopeless(leg), HOPELESS);
  }

  /** Who came back has all the time that a new call has. */
  #hope() {
    for (const [leg, { state }] of this.#peers) {
      this.#trust(leg);
      if (state !== "connected") this.#doubt(leg);
    }
  }

  /**
   * Somebody who is away is waited for by the desk, however long it takes.
   *
   * @param {string} leg
   */
  #hopeless(leg) {
    const entry = this.#peers.get(leg);
    if (entry) entry.timer = null;
    if (this.#otherAway) this.#doubt(leg);
    else this.#parts.failed();
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

/** @param {{state: string}} entry */
const isBroken = ({ state }) => state === "disconnected" || state === "failed";

/** @param {Entry} entry */
const isMissed = (entry) => entry.hears && isBroken(entry);
