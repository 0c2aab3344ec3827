import { LastEnd } from "./last-end.js";
import { wordsOf } from "./problem.js";
import { frontCall, viewOf } from "./view.js";

/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").NoticeKind} NoticeKind */
/** @typedef {import("../types.js").Line} Line */
/** @typedef {import("../types.js").LineEvent} LineEvent */
/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../types.js").Target} Target */
/** @typedef {import("./view.js").Entry} Entry */

/** The phone of a page: its states and commands. It knows no vendor and no page. */
export class Softphone {
  #line;
  #end;
  /** @type {import("../types.js").Connection} */
  #connection = "connecting";
  /** @type {string | null} */
  #whyLost = null;
  /** @type {Map<string, Entry>} */
  #calls = new Map();
  /** @type {Set<string>} */
  #closed = new Set();
  /** @type {Target | null} */
  #placing = null;
  /** @type {Target | null} */
  #pending = null;
  #muted = false;
  /** @type {string | null} */
  #problem = null;
  /** @type {Map<NoticeKind, string>} */
  #notices = new Map();
  /** @type {((view: PhoneView) => void)[]} */
  #watchers = [];

  /**
   * @param {Line} line
   * @param {Clock} clock
   */
  constructor(line, clock) {
    this.#line = line;
    this.#end = new LastEnd(clock, () => this.#changed());
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
    return this.#placing !== null || (front !== null && front.phase !== "incoming" && front.call.mine && !front.call.away);
  }

  /**
   * Calls somebody; before the connection stands the wish is kept.
   *
   * @param {Target} target
   */
  dial(target) {
    if (this.#placing || frontCall(this.#state())) return;
    this.#end.forget();
    this.#problem = null;
    if (this.#connection === "open") void this.#place(target);
    else this.#pending = target;
    this.#changed();
  }

  answer() {
    const front = frontCall(this.#state());
    if (front?.phase === "incoming" && !front.pressed) void this.#take(front, this.#line.accept(front.call));
  }

  /** Comes back to the call in front. */
  rejoin() {
    const front = frontCall(this.#state());
    if (front?.call.away === "asking" && !front.pressed) void this.#take(front, this.#line.rejoin(front.call));
  }

  reject() {
    const front = frontCall(this.#state());
    if (front?.phase !== "incoming") return;
    this.#close(front.call);
    this.#line.reject(front.call);
    this.#end.show(front.call.id, null);
    this.#changed();
  }

  /** Ends the call in front, or gives up one that is about to be made. */
  hangUp() {
    const front = frontCall(this.#state());
    if (front && front.phase !== "incoming") this.#finish(front.call);
    else if (this.#placing) this.#giveUp();
    else this.#pending = null;
    this.#changed();
  }

  toggleMute() {
    const front = frontCall(this.#state());
    if (front && front.phase !== "incoming") this.#line.mute(front.call, !this.#muted);
  }

  /**
   * Something about the call that people ought to know.
   *
   * @param {NoticeKind} kind
   * @param {string | null} words
   */
  notice(kind, words) {
    if ((this.#notices.get(kind) ?? null) === words) return;
    if (words) this.#notices.set(kind, words);
    else this.#notices.delete(kind);
    this.#changed();
  }

  #state() {
    return {
      connection: this.#connection,
      whyLost: this.#whyLost,
      calls: [...this.#calls.values()],
      placing: this.#placing?.name ?? null,
      pending: this.#pending !== null,
      ended: this.#end.shown,
      muted: this.#muted,
      problem: this.#problem,
      notices: this.#notices,
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

  /**
   * Takes a call up; where that fails the same button can be pressed again.
   *
   * @param {Entry} entry
   * @param {Promise<void>} taken
   */
  async #take(entry, taken) {
    this.#problem = null;
    entry.pressed = true;
    this.#changed();
    try {
      await taken;
    } catch (error) {
      const words = wordsOf(error);
      const now = this.#calls.get(entry.call.id);
      if (now?.pressed) this.#problem = words;
      if (now) now.pressed = false;
    }
    this.#changed();
  }

  #giveUp() {
    this.#placing = null;
    this.#line.cancel();
    this.#end.show(null, null);
  }

  /** @param {Call} call */
  #finish(call) {
    this.#line.hangUp(call);
    this.#close(call);
    this.#end.show(call.id, null);
  }

  /**
   * Here the call is over, whatever arrives about it later.
   *
   * @param {Call} call
   */
  #close(call) {
    const wasInFront = frontCall(this.#state())?.call.id === call.id;
    this.#calls.delete(call.id);
    this.#closed.add(call.id);
    if (!wasInFront) return;
    this.#problem = null;
    this.#notices.clear();
    this.#muted = false;
  }

  /** @param {LineEvent} event */
  #heard(event) {
    switch (event.type) {
      case "state":
        this.#connected(event.connection, event.words);
        break;
      case "error":
        this.#problem = event.words;
        break;
      case "notice":
        return this.notice(event.kind, event.words);
      case "muted":
        if (this.#calls.has(event.call)) this.#muted = event.muted;
        break;
      case "ended":
        this.#over(event.call, event.words);
        break;
      default:
        this.#know(event.call, event.type === "accepted" ? "live" : event.type);
    }
    this.#changed();
  }

  /**
   * @param {import("../types.js").Connection} connection
   * @param {string | null} words
   */
  #connected(connection, words) {
    this.#connection = connection;
    this.#whyLost = words;
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
    if (phase === "live" && (known?.phase !== "live" || known.call.away !== call.away)) this.#problem = null;
    if (phase === "outgoing" || phase === "ringing") this.#placing = null;
    this.#end.forget();
    const canBePressed = phase === "incoming" || call.away === "asking";
    this.#calls.set(call.id, { call, phase, pressed: canBePressed && (known?.pressed ?? false) });
  }

  /**
   * @param {Call} call
   * @param {string | null} words
   */
  #over(call, words) {
    const known = this.#calls.has(call.id);
    if (known) this.#close(call);
    if (known || this.#end.shown?.id === call.id) this.#end.show(call.id, words);
  }

  #changed() {
    const view = this.view;
    for (const watcher of this.#watchers) watcher(view);
  }
}
