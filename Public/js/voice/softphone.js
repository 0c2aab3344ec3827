import { wordsOf } from "./problem.js";
import { frontCall, viewOf } from "./view.js";

/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").Line} Line */
/** @typedef {import("../types.js").LineEvent} LineEvent */
/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../types.js").Target} Target */
/** @typedef {import("./view.js").Entry} Entry */

const ENDED_SHOWN = 2_500;

/** The phone of a page: its states and commands. It knows no vendor and no page. */
export class Softphone {
  #line;
  #clock;
  /** @type {import("../types.js").Connection} */
  #connection = "connecting";
  /** @type {Map<string, Entry>} */
  #calls = new Map();
  /** @type {Set<string>} */
  #closed = new Set();
  /** @type {Target | null} */
  #placing = null;
  /** @type {Target | null} */
  #pending = null;
  /** @type {{words: string | null, id: string | null} | null} */
  #ended = null;
  /** @type {number | null} */
  #endedTimer = null;
  #muted = false;
  /** @type {string | null} */
  #problem = null;
  /** @type {string | null} */
  #notice = null;
  /** @type {((view: PhoneView) => void)[]} */
  #watchers = [];

  /**
   * @param {Line} line
   * @param {Clock} clock
   */
  constructor(line, clock) {
    this.#line = line;
    this.#clock = clock;
    line.listen((event) => this.#heard(event));
  }

  /** @param {(view: PhoneView) => void} watcher  called at once and after every change */
  watch(watcher) {
    this.#watchers.push(watcher);
    watcher(this.view);
  }

  /** @returns {PhoneView} */
  get view() {
    return viewOf(this.#state());
  }

  /** Whether leaving the page would cut somebody off. */
  get busy() {
    const front = frontCall(this.#state());
    return this.#placing !== null || (front !== null && front.phase !== "incoming" && front.call.mine);
  }

  /**
   * Calls somebody; before the connection stands the wish is kept.
   *
   * @param {Target} target
   */
  dial(target) {
    if (this.#placing || frontCall(this.#state())) return;
    this.#forgetEnd();
    this.#problem = null;
    if (this.#connection === "open") void this.#place(target);
    else this.#pending = target;
    this.#changed();
  }

  answer() {
    const front = frontCall(this.#state());
    if (front?.phase === "incoming" && !front.answering) void this.#accept(front);
  }

  reject() {
    const front = frontCall(this.#state());
    if (front?.phase !== "incoming") return;
    this.#close(front.call);
    this.#line.reject(front.call);
    this.#showEnd(front.call.id, null);
    this.#changed();
  }

  /** Ends the call in front, or gives up one that is about to be made. */
  hangUp() {
    const front = frontCall(this.#state());
    if (front && front.phase !== "incoming") this.#end(front.call);
    else if (this.#placing) this.#giveUp();
    else this.#pending = null;
    this.#changed();
  }

  toggleMute() {
    this.#muted = !this.#muted;
    this.#line.mute(this.#muted);
    this.#changed();
  }

  #state() {
    return {
      connection: this.#connection,
      calls: [...this.#calls.values()],
      placing: this.#placing?.name ?? null,
      pending: this.#pending !== null,
      ended: this.#ended,
      muted: this.#muted,
      problem: this.#problem,
      notice: this.#notice,
    };
  }

  /** @param {Target} target */
  async #place(target) {
    this.#placing = target;
    try {
      await this.#line.dial(target);
    } catch (error) {
      if (this.#placing === target) this.#problem = wordsOf(error);
    }
    if (this.#placing === target) this.#placing = null;
    this.#changed();
  }

  /** @param {Entry} entry */
  async #accept(entry) {
    this.#problem = null;
    entry.answering = true;
    this.#changed();
    try {
      await this.#line.accept(entry.call);
    } catch (error) {
      entry.answering = false;
      if (this.#calls.get(entry.call.id)?.phase === "incoming") this.#problem = wordsOf(error);
    }
    this.#changed();
  }

  #giveUp() {
    this.#placing = null;
    this.#line.cancel();
    this.#showEnd(null, null);
  }

  /** @param {Call} call */
  #end(call) {
    this.#line.hangUp(call);
    this.#close(call);
    this.#showEnd(call.id, null);
  }

  /**
   * Here the call is over, whatever arrives about it later.
   *
   * @param {Call} call
   */
  #close(call) {
    this.#calls.delete(call.id);
    this.#closed.add(call.id);
    this.#problem = null;
    this.#notice = null;
    this.#unmute();
  }

  /** @param {LineEvent} event */
  #heard(event) {
    switch (event.type) {
      case "state":
        this.#connected(event.connection);
        break;
      case "error":
        this.#problem = event.words;
        break;
      case "notice":
        this.#notice = event.words;
        break;
      case "ended":
        this.#over(event.call, event.words);
        break;
      default:
        this.#know(event.call, event.type === "accepted" ? "live" : event.type);
    }
    this.#changed();
  }

  /** @param {import("../types.js").Connection} connection */
  #connected(connection) {
    this.#connection = connection;
    const target = this.#pending;
    if (connection !== "open" || !target) return;
    this.#pending = null;
    void this.#place(target);
  }

  /**
   * @param {Call} call
   * @param {Entry["phase"]} phase
   */
  #know(call, phase) {
    if (this.#closed.has(call.id)) return;
    const known = this.#calls.get(call.id);
    if (phase === "live" && known?.phase !== "live") this.#problem = null;
    if (phase === "outgoing" || phase === "ringing") this.#placing = null;
    this.#forgetEnd();
    this.#calls.set(call.id, { call, phase, answering: phase === "incoming" && (known?.answering ?? false) });
  }

  /**
   * @param {Call} call
   * @param {string | null} words
   */
  #over(call, words) {
    const known = this.#calls.has(call.id);
    if (known) this.#close(call);
    if (known || this.#ended?.id === call.id) this.#showEnd(call.id, words);
  }

  /**
   * @param {string | null} id
   * @param {string | null} words
   */
  #showEnd(id, words) {
    const again = this.#ended !== null && this.#ended.id === id;
    this.#ended = { id, words };
    if (again) return;
    if (this.#endedTimer !== null) this.#clock.stop(this.#endedTimer);
    this.#endedTimer = this.#clock.start(() => {
      this.#forgetEnd();
      this.#changed();
    }, ENDED_SHOWN);
  }

  #forgetEnd() {
    this.#ended = null;
    if (this.#endedTimer !== null) this.#clock.stop(this.#endedTimer);
    this.#endedTimer = null;
  }

  #unmute() {
    if (!this.#muted) return;
    this.#muted = false;
    this.#line.mute(false);
  }

  #changed() {
    const view = this.view;
    for (const watcher of this.#watchers) watcher(view);
  }
}
