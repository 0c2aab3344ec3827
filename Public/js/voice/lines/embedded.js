import { wordsOf } from "../problem.js";
import { CallSound } from "./call-sound.js";
import { eventFrom, isAway, isNews, isOver, isTalk } from "./calls.js";
import { HeldMicrophone } from "./held-microphone.js";
import { Muting } from "./muting.js";
import { Placing } from "./placing.js";
import { Returning } from "./returning.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").ServerMessage} ServerMessage */
/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */

/**
 * @typedef {object} EmbeddedParts
 * @property {Pick<LiveSocket, "send" | "onMessage" | "onConnection">} socket
 * @property {import("../../types.js").Clock} clock
 * @property {import("./held-microphone.js").MicrophoneParts} microphone
 * @property {(leg: string, stream: MediaStream) => () => void} play  answers with how to stop
 * @property {(stream: MediaStream | null) => void} [held]  the microphone in use is another one
 * @property {() => number} patience  milliseconds in which the tab that had a call's sound may come back
 */

const ASKING = "Your browser asks for the microphone: please allow it.";
const GONE = "Your microphone is gone: nobody hears you. Plug it in, hang up and call again.";

/**
 * Calls from browser to browser: the live socket carries every word about them, WebRTC the sound.
 *
 * @implements {Line}
 */
export class EmbeddedLine {
  #socket;
  #clock;
  #microphone;
  #muting;
  #placing;
  #returning;
  #sound;
  /** @type {(event: LineEvent) => void} */
  #tell = () => {};
  /** @type {Map<string, CallMessage>} */
  #known = new Map();
  /** @type {Set<string>} */
  #unwanted = new Set();
  /** @type {Set<string>} calls this page came back to */
  #rejoined = new Set();

  /** @param {EmbeddedParts} parts */
  constructor({ socket, clock, microphone, play, held = () => {}, patience }) {
    const tell = (/** @type {LineEvent} */ event) => this.#tell(event);
    const send = socket.send.bind(socket);
    this.#socket = socket;
    this.#clock = clock;
    this.#sound = new CallSound({ clock, play, send, tell });
    this.#microphone = new HeldMicrophone(microphone, {
      asking: (asks) => tell({ type: "notice", kind: "asking", words: asks ? ASKING : null }),
      held,
      replaced: (track) => this.#sound.use(track),
      gone: () => tell({ type: "error", words: GONE }),
    });
    this.#placing = new Placing({ clock, send, microphone: this.#microphone });
    this.#muting = new Muting({
      send: (call, muted) => send({ type: "mute", call, muted }),
      told: (call, muted) => this.#muted(call, muted),
    });
    this.#returning = new Returning({
      clock,
      patience,
      mayReturn: () => this.#microphone.isGranted(),
      rejoin: (call) => this.#rejoin(call),
      changed: (call, problem) => this.#cameNearer(call, problem),
    });
    socket.onMessage((message) => this.#heard(message));
    socket.onConnection((connection, words) => tell({ type: "state", connection, words }));
  }

  /** @returns {string[]}  calls whose sound, or microphone, this page has */
  get carrying() {
    return [...this.#known.keys()].filter((id) => this.#microphone.owner === id);
  }

  /** @returns {string[]}  calls that go on, as far as this page knows */
  get known() {
    return [...this.#known.values()].filter((message) => !isOver(message)).map((message) => message.id);
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#tell = listener;
  }

  ready() {
    this.#socket.send({ type: "presence", presence: "available" });
  }

  unavailable() {
    this.#socket.send({ type: "presence", presence: "away" });
  }

  /** The network is another one: looks for a new way. */
  mend() {
    this.#sound.mend();
  }

  /** Goes on with the microphone that was chosen now. */
  async changeMicrophone() {
    await this.#microphone.change();
  }

  /** @param {Target} target */
  dial(target) {
    return this.#placing.dial(target);
  }

  cancel() {
    this.#placing.cancel();
  }

  /** @param {Call} call */
  async accept(call) {
    const stream = await this.#microphone.open("Answer");
    const message = this.#known.get(call.id);
    if (!message || isOver(message)) return this.#microphone.discard(stream);
    this.#microphone.hold(stream, call.id);
    this.#socket.send({ type: "answer", call: call.id });
  }

  /** @param {Call} call */
  rejoin(call) {
    return this.#rejoin(call.id);
  }

  /** @param {Call} call */
  reject(call) {
    this.#socket.send({ type: "reject", call: call.id });
    this.#silence(call.id);
  }

  /** @param {Pick<Call, "id">} call */
  hangUp(call) {
    this.#unwanted.add(call.id);
    this.#socket.send({ type: "hangUp", call: call.id });
    this.#silence(call.id);
  }

  /**
   * @param {Call} call
   * @param {boolean} muted
   */
  mute(call, muted) {
    this.#muting.want(call.id, muted, this.#microphone.owner === call.id);
  }

  /** @param {ServerMessage} message */
  #heard(message) {
    switch (message.type) {
      case "ready":
        this.#sound.configuration = configurationFrom(message);
        this.#muting.reconnected();
        break;
      case "ice":
        this.#sound.configuration = configurationFrom(message);
        break;
      case "call":
        this.#call(message.call);
        break;
      case "signal":
        if (!this.#isOver(message.call)) this.#sound.signal(message);
        break;
      case "mute":
        if (!this.#isOver(message.call)) this.#muting.heard(message.call, message.muted);
        break;
      case "refused":
        this.#placing.refused(message.ref, message.words);
        break;
    }
  }

  /** @param {CallMessage} message */
  #call(message) {
    const known = this.#known.get(message.id);
    if (!isNews(known, message)) return;
    this.#known.set(message.id, message);
    if (!known && !this.#placing.takeUp(message)) return this.hangUp(message);
    if (isOver(message)) this.#over(message);
    else if (this.#unwanted.has(message.id)) return;
    if (isAway(message)) this.#away(message);
    else this.#returning.stop(message.id);
    this.#say(message);
    if (!isOver(message)) this.#muting.known(message.id, message.muted);
    if (isTalk(message)) this.#join(message);
    else if (isNewlyInvited(message)) this.#socket.send({ type: "ringing", call: message.id });
  }

  /** @param {CallMessage} message */
  #say(message) {
    this.#tell(eventFrom(message, this.#clock.now(), isAway(message) ? this.#returning.how(message.id) : null));
  }

  /** @param {CallMessage} message */
  #away(message) {
    const carried = this.#microphone.owner === message.id;
    if (carried && message.mine) return this.#socket.send({ type: "rejoin", call: message.id });
    if (carried) this.#silence(message.id);
    this.#returning.start(message);
  }

  /** @param {CallMessage} message */
  #join(message) {
    const stream = this.#microphone.owner === message.id ? this.#microphone.stream : null;
    if (!message.mine) this.#silence(message.id);
    else if (stream) this.#sound.connect(message, stream, this.#rejoined.has(message.id));
    else void this.#recover(message.id);
  }

  /**
   * The desk believes that this page has the sound, and it has not.
   *
   * @param {string} id
   */
  async #recover(id) {
    try {
      await this.#rejoin(id);
    } catch (problem) {
      this.#tell({ type: "error", words: wordsOf(problem) });
      this.#socket.send({ type: "failed", call: id, reason: "microphone" });
    }
  }

  /** @param {string} id */
  async #rejoin(id) {
    const stream = await this.#microphone.open("Rejoin");
    const message = this.#known.get(id);
    const isNeeded = message && !isOver(message) && !this.#unwanted.has(id) && (isAway(message) || message.mine);
    if (!isNeeded || this.#microphone.owner === id) return this.#microphone.discard(stream);
    this.#microphone.hold(stream, id);
    this.#rejoined.add(id);
    this.#microphone.mute(this.#muting.isMuted(id));
    if (isAway(message)) this.#socket.send({ type: "rejoin", call: id });
    else if (isTalk(message)) this.#join(message);
  }

  /**
   * @param {string} id
   * @param {unknown} problem
   */
  #cameNearer(id, problem) {
    const message = this.#known.get(id);
    if (!message || isOver(message)) return;
    this.#say(message);
    if (problem) this.#tell({ type: "error", words: wordsOf(problem) });
  }

  /**
   * @param {string} id
   * @param {boolean} muted
   */
  #muted(id, muted) {
    if (this.#microphone.owner === id) this.#microphone.mute(muted);
    this.#tell({ type: "muted", call: id, muted });
  }

  /** @param {string} id */
  #isOver(id) {
    const known = this.#known.get(id);
    return known !== undefined && isOver(known);
  }

  /** @param {CallMessage} message */
  #over({ id }) {
    this.#returning.stop(id);
    this.#muting.forget(id);
    this.#silence(id);
  }

  /** @param {string} id */
  #silence(id) {
    this.#sound.close(id);
    this.#microphone.release(id);
  }
}

/** @param {CallMessage} message */
const isNewlyInvited = (message) => message.side === "callee" && message.leg === "invited" && !isOver(message);

/**
 * @param {{ice: RTCIceServer[], icePolicy: RTCIceTransportPolicy}} message
 * @returns {RTCConfiguration}
 */
const configurationFrom = ({ ice, icePolicy }) => ({ iceServers: ice, iceTransportPolicy: icePolicy });
