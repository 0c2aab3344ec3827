import { randomName } from "../../lib/clock.js";
import { Problem, wordsOf } from "../problem.js";
import { CallAudio } from "./call-audio.js";
import { callFrom, eventFrom, isJoined, isNews, isOver } from "./calls.js";
import { Dials } from "./dials.js";
import { HeldMicrophone } from "./held-microphone.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").ServerMessage} ServerMessage */
/** @typedef {import("../../types.js").SignalMessage} SignalMessage */
/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */

/**
 * @typedef {object} EmbeddedParts
 * @property {Pick<LiveSocket, "send" | "onMessage" | "onConnection">} socket
 * @property {import("../../types.js").Clock} clock
 * @property {import("./held-microphone.js").MicrophoneParts} microphone
 * @property {(leg: string, stream: MediaStream) => () => void} play  answers with how to stop
 */

const ASKING = "Your browser asks for the microphone: please allow it.";
const GONE = "Your microphone is gone: nobody hears you. Plug it in, hang up and call again.";

/**
 * Calls from browser to browser: the live socket carries every word about them, WebRTC the sound.
 *
 * @implements {Line}
 */
export class EmbeddedLine {
  #parts;
  #dials;
  #microphone;
  /** @type {(event: LineEvent) => void} */
  #tell = () => {};
  /** @type {RTCConfiguration} */
  #configuration = {};
  /** @type {Map<string, CallMessage>} */
  #known = new Map();
  /** @type {Set<string>} */
  #unwanted = new Set();
  /** @type {{id: string, sound: CallAudio} | null} */
  #audio = null;
  /** @type {SignalMessage[]} */
  #early = [];

  /** @param {EmbeddedParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#dials = new Dials(parts.clock);
    this.#microphone = new HeldMicrophone(parts.microphone, {
      asking: (asks) => this.#tell({ type: "notice", words: asks ? ASKING : null }),
      replaced: (track) => this.#audio?.sound.use(track),
      gone: () => this.#tell({ type: "error", words: GONE }),
    });
    parts.socket.onMessage((message) => this.#heard(message));
    parts.socket.onConnection((connection) => this.#tell({ type: "state", connection }));
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#tell = listener;
  }

  ready() {
    this.#parts.socket.send({ type: "presence", presence: "available" });
  }

  unavailable() {
    this.#parts.socket.send({ type: "presence", presence: "away" });
  }

  /** @param {Target} target */
  async dial(target) {
    const ref = randomName();
    const outcome = this.#dials.start(ref);
    void this.#place(ref, target).catch((problem) => this.#dials.failed(ref, problem));
    try {
      await outcome;
    } catch (problem) {
      this.#microphone.release(ref);
      throw problem;
    }
  }

  cancel() {
    this.#dials.cancel();
    if (!this.#audio && this.#microphone.owner !== null) this.#microphone.release(this.#microphone.owner);
  }

  /** @param {Call} call */
  async accept(call) {
    const stream = await this.#microphone.open("Answer");
    const message = this.#known.get(call.id);
    if (!message || isOver(message)) return this.#microphone.discard(stream);
    this.#microphone.hold(stream, call.id);
    this.#parts.socket.send({ type: "answer", call: call.id });
  }

  /** @param {Call} call */
  reject(call) {
    this.#parts.socket.send({ type: "reject", call: call.id });
    this.#silence(call.id);
  }

  /** @param {Call} call */
  hangUp(call) {
    this.#unwanted.add(call.id);
    this.#parts.socket.send({ type: "hangUp", call: call.id });
    this.#silence(call.id);
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.#microphone.mute(muted);
  }

  /**
   * @param {string} ref
   * @param {Target} target
   */
  async #place(ref, target) {
    const stream = await this.#microphone.open(target.button).catch((problem) => {
      this.#dials.settled(ref);
      throw problem;
    });
    if (!this.#dials.isOpen(ref)) {
      this.#dials.settled(ref);
      return this.#microphone.discard(stream);
    }
    this.#microphone.hold(stream, ref);
    this.#parts.socket.send({ type: "dial", ref, ...(target.ticket === null ? {} : { ticket: target.ticket }) });
    this.#dials.sent(ref);
  }

  /** @param {ServerMessage} message */
  #heard(message) {
    switch (message.type) {
      case "ready":
        this.#configuration = { iceServers: message.ice, iceTransportPolicy: message.icePolicy };
        break;
      case "call":
        this.#call(message.call);
        break;
      case "signal":
        this.#signal(message);
        break;
      case "refused":
        this.#dials.settled(message.ref);
        this.#dials.failed(message.ref, new Problem(message.words));
        break;
    }
  }

  /** @param {CallMessage} message */
  #call(message) {
    const known = this.#known.get(message.id);
    if (!isNews(known, message)) return;
    this.#known.set(message.id, message);
    if (!known && isOurNew(message) && this.#isTurnedDown(message)) return;
    const now = this.#parts.clock.now();
    if (isOver(message)) this.#silence(message.id);
    else if (this.#unwanted.has(message.id)) return;
    this.#tell(eventFrom(message, now));
    if (isJoined(message)) this.#join(message, known === undefined);
    else if (isNewlyInvited(message)) this.#parts.socket.send({ type: "ringing", call: message.id });
  }

  /**
   * Takes up a call of ours, or hangs up when it comes of a dial that was given up.
   *
   * @param {CallMessage} message
   * @returns {boolean}
   */
  #isTurnedDown(message) {
    if (this.#dials.takeUnwanted()) {
      this.hangUp(callFrom(message, this.#parts.clock.now()));
      return true;
    }
    this.#dials.placed();
    if (this.#microphone.stream) this.#microphone.owner = message.id;
    return false;
  }

  /**
   * @param {CallMessage} message
   * @param {boolean} fresh  the first this page hears of the call: it was in it before a reload
   */
  #join(message, fresh) {
    const stream = this.#microphone.owner === message.id ? this.#microphone.stream : null;
    if (!message.mine) this.#silence(message.id);
    else if (stream) this.#connect(message, stream, fresh);
    else void this.#rejoin(message);
  }

  /** @param {CallMessage} message */
  async #rejoin(message) {
    try {
      const stream = await this.#microphone.open("Reload");
      const latest = this.#known.get(message.id);
      const wanted = latest && !isOver(latest) && latest.mine && !this.#unwanted.has(message.id);
      if (!wanted || this.#microphone.owner === message.id) return this.#microphone.discard(stream);
      this.#microphone.hold(stream, message.id);
      this.#connect(latest, stream, true);
    } catch (problem) {
      this.#tell({ type: "error", words: wordsOf(problem) });
      this.#parts.socket.send({ type: "failed", call: message.id, reason: "microphone" });
    }
  }

  /**
   * @param {CallMessage} message
   * @param {MediaStream} stream
   * @param {boolean} fresh
   */
  #connect(message, stream, fresh) {
    if (this.#audio?.id !== message.id) {
      this.#audio?.sound.close();
      this.#audio = { id: message.id, sound: this.#sound(message.id, stream, fresh) };
    }
    this.#audio.sound.update(message.peers);
    const early = this.#early;
    this.#early = [];
    for (const signal of early) this.#signal(signal);
  }

  /**
   * @param {string} id
   * @param {MediaStream} stream
   * @param {boolean} fresh
   */
  #sound(id, stream, fresh) {
    const { socket, clock, play } = this.#parts;
    return new CallAudio({
      stream,
      configuration: this.#configuration,
      fresh,
      clock,
      play,
      send: (to, data) => socket.send({ type: "signal", call: id, to, data }),
      notice: (words) => this.#tell({ type: "notice", words }),
      failed: () => socket.send({ type: "failed", call: id, reason: "media" }),
    });
  }

  /** @param {SignalMessage} message */
  #signal(message) {
    const known = this.#known.get(message.call);
    if (known && isOver(known)) return;
    const taken = this.#audio?.id === message.call && this.#audio.sound.receive(message.from, message.data);
    if (!taken) this.#early = [...this.#early, message].slice(-100);
  }

  /** @param {string} id */
  #silence(id) {
    if (this.#audio?.id === id) {
      this.#audio.sound.close();
      this.#audio = null;
    }
    this.#early = this.#early.filter((signal) => signal.call !== id);
    this.#microphone.release(id);
  }
}

/** @param {CallMessage} message */
const isOurNew = (message) => message.side === "caller" && message.mine && !isOver(message) && message.state !== "live";

/** @param {CallMessage} message */
const isNewlyInvited = (message) => message.side === "callee" && message.leg === "invited" && !isOver(message);
