import { wordsOf } from "../problem.js";
import { eventFrom, isAway, isOver, isTalk } from "./calls.js";
import { MEDIA_IN_PAGE } from "./capabilities.js";
import { Carriers } from "./carriers.js";
import { HeldMicrophone } from "./held-microphone.js";
import { KnownCalls } from "./known-calls.js";
import { Muting } from "./muting.js";
import { Placing } from "./placing.js";
import { Returning } from "./returning.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallCommand} CallCommand */
/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").ServerMessage} ServerMessage */
/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("../../lib/live-socket.js").LiveSocket} LiveSocket */

/**
 * @typedef {object} DeskLineParts
 * @property {Pick<LiveSocket, "send" | "onMessage" | "onConnection">} socket
 * @property {import("../../types.js").Clock} clock
 * @property {import("./held-microphone.js").MicrophoneParts} microphone
 * @property {(told: import("../../types.js").CarrierTold) => import("./carriers.js").CarrierSet} carriers
 * @property {(stream: MediaStream | null) => void} [held]  the microphone in use is another one
 * @property {() => number} patience  milliseconds in which the tab that had a call's sound may come back
 */

const ASKING = "Your browser asks for the microphone: please allow it.";
const NO_CARRIER = "This call needs a telephone line, and this page has none. Reload the page.";
const GONE = "Your microphone is gone: nobody hears you. Plug it in, hang up and call again.";

/**
 * Calls that the desk keeps: the live socket carries every word about them, a carrier the sound.
 *
 * @implements {Line}
 */
export class DeskLine {
  capabilities = MEDIA_IN_PAGE;

  #socket;
  #clock;
  #microphone;
  #muting;
  #placing;
  #returning;
  #carriers;
  #known = new KnownCalls();
  /** @type {(event: LineEvent) => void} */
  #tell = () => {};
  /** @type {Set<string>} calls this page came back to */
  #rejoined = new Set();

  /** @param {DeskLineParts} parts */
  constructor({ socket, clock, microphone, carriers, held = () => {}, patience }) {
    const tell = (/** @type {LineEvent} */ event) => this.#tell(event);
    const send = socket.send.bind(socket);
    this.#socket = socket;
    this.#clock = clock;
    const set = carriers({ clock, send, tell, lost: (call) => this.#lost(call) });
    this.#carriers = new Carriers(set, (call) => this.#known.going(call)?.carrier ?? "embedded");
    this.#microphone = new HeldMicrophone(microphone, {
      asking: (asks) => tell({ type: "notice", kind: "asking", words: asks ? ASKING : null }),
      held,
      replaced: (track) => this.#carriers.use(track),
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

  /** The one open microphone of this page, for other lines, too. */
  get microphone() {
    return this.#microphone;
  }

  /** @returns {string[]}  calls whose sound, or microphone, this page has */
  get carrying() {
    return this.#known.all.filter((id) => this.#microphone.owner === id);
  }

  /** @returns {string[]}  calls that go on, as far as this page knows */
  get known() {
    return this.#known.ids;
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#tell = listener;
  }

  ready = () => this.#socket.send({ type: "presence", presence: "available" });
  unavailable = () => this.#socket.send({ type: "presence", presence: "away" });
  /** The network is another one: looks for a new way. */
  mend = () => this.#carriers.mend();
  /** Goes on with the microphone that was chosen now. */
  changeMicrophone = () => this.#microphone.change();
  dial = (/** @type {Target} */ target) => this.#placing.dial(target);
  cancel = () => this.#placing.cancel();
  rejoin = (/** @type {Call} */ call) => this.#rejoin(call.id);

  /** @param {Call} call */
  async accept(call) {
    if (this.#known.going(call.id)?.onPhone) return this.#socket.send({ type: "answer", call: call.id });
    const stream = await this.#microphone.open("Answer");
    if (!this.#known.going(call.id)) return this.#microphone.discard(stream);
    this.#microphone.hold(stream, call.id);
    this.#socket.send({ type: "answer", call: call.id });
  }

  /** @param {Call} call */
  reject(call) {
    this.#socket.send({ type: "reject", call: call.id });
    this.#silence(call.id);
  }

  /** @param {Pick<Call, "id">} call */
  hangUp(call) {
    this.#known.dismiss(call.id);
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

  command = (/** @type {Call} */ call, /** @type {CallCommand | "hangUp"} */ command) => this.#socket.send({ type: command, call: call.id });
  consult = (/** @type {Call} */ call, /** @type {number} */ agent) => this.#socket.send({ type: "consult", call: call.id, agent });
  askColleagues = (/** @type {Call} */ call) => this.#socket.send({ type: "targets", call: call.id });
  sendDigits = (/** @type {Call} */ call, /** @type {string} */ digits) => this.#carriers.of(call.id)?.sendDigits(digits);

  /** @param {ServerMessage} message */
  #heard(message) {
    if (message.type !== "signal" || !this.#known.isOver(message.call)) this.#carriers.hear(message);
    switch (message.type) {
      case "ready":
        return this.#muting.reconnected();
      case "call":
        return this.#call(message.call);
      case "mute":
        return this.#known.isOver(message.call) ? undefined : this.#muting.heard(message.call, message.muted);
      case "targets":
        return this.#tell({ type: "colleagues", colleagues: message.targets });
      case "refused":
        this.#placing.refused(message.ref, message.words);
        if (this.#known.going(message.ref)) this.#tell({ type: "refused", call: message.ref, words: message.words });
        return;
      case "error":
        // What became of a telephone is news whatever was pressed, and also when the call ends with it.
        if (message.code === "phone") this.#tell({ type: "error", words: message.words, stays: true });
        else this.#tell({ type: "refused", call: null, words: message.words });
    }
  }

  /** @param {CallMessage} message */
  #call(message) {
    for (const older of this.#known.replacedBy(message)) this.#call(older);
    const news = this.#known.take(message);
    if (news === "old") return;
    if (news === "new" && !this.#placing.takeUp(message)) return this.hangUp(message);
    if (isOver(message)) this.#over(message);
    else if (this.#known.isUnwanted(message.id)) return;
    if (isAway(message)) this.#away(message);
    else this.#returning.stop(message.id);
    this.#say(message);
    if (!isOver(message)) this.#muting.known(message.id, message.muted);
    if (isTalk(message)) this.#join(message);
    else if (isNewlyInvited(message)) this.#socket.send({ type: "ringing", call: message.id });
  }

  /** @param {CallMessage} message */
  #say(message) {
    const isApart = isAway(message) || this.#returning.isLost(message.id);
    this.#tell(eventFrom(message, this.#clock.now(), isApart ? this.#returning.how(message.id) : null));
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
    else if (stream) this.#connect(message, stream);
    else if (!this.#returning.isLost(message.id)) void this.#recover(message.id);
  }

  /**
   * @param {CallMessage} message
   * @param {MediaStream} stream
   */
  #connect(message, stream) {
    const carrier = this.#carriers.of(message.id);
    if (carrier) carrier.connect(message, stream, this.#rejoined.has(message.id));
    else this.#tell({ type: "error", words: NO_CARRIER });
    carrier?.mute(this.#muting.isMuted(message.id));
  }

  /**
   * The carrier lost it, while the desk goes on with the call.
   *
   * @param {string} id
   */
  #lost(id) {
    const message = this.#known.going(id);
    if (!message || this.#microphone.owner !== id) return;
    if (this.#returning.lost(id)) return this.#socket.send({ type: "rejoin", call: id });
    this.#silence(id);
    this.#say(message);
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
    const message = this.#known.going(id);
    const isNeeded = message && !this.#known.isUnwanted(id) && (isAway(message) || message.mine);
    if (!isNeeded || this.#microphone.owner === id) return this.#microphone.discard(stream);
    this.#microphone.hold(stream, id);
    this.#rejoined.add(id);
    this.#microphone.mute(this.#muting.isMuted(id));
    const wasLost = this.#returning.again(id);
    if (isAway(message) || wasLost) this.#socket.send({ type: "rejoin", call: id });
    else if (isTalk(message)) this.#join(message);
  }

  /**
   * @param {string} id
   * @param {unknown} problem
   */
  #cameNearer(id, problem) {
    const message = this.#known.going(id);
    if (!message) return;
    this.#say(message);
    if (problem) this.#tell({ type: "error", words: wordsOf(problem) });
  }

  /**
   * @param {string} id
   * @param {boolean} muted
   */
  #muted(id, muted) {
    if (this.#microphone.owner === id) {
      this.#microphone.mute(muted);
      this.#carriers.of(id)?.mute(muted);
    }
    this.#tell({ type: "muted", call: id, muted });
  }

  /** @param {CallMessage} message */
  #over({ id }) {
    this.#returning.forget(id);
    this.#muting.forget(id);
    this.#rejoined.delete(id);
    this.#silence(id);
  }

  /** @param {string} id */
  #silence(id) {
    this.#carriers.close(id);
    this.#microphone.release(id);
  }
}

/** @param {CallMessage} message */
const isNewlyInvited = (message) => message.side === "callee" && message.leg === "invited" && !isOver(message);
