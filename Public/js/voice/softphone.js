import { Listeners } from "../lib/listeners.js";
import { CallBook } from "./call-book.js";
import { CallCommands } from "./call-commands.js";
import { Dialling } from "./dialling.js";
import { LastEnd } from "./last-end.js";
import { LineNews } from "./line-news.js";
import { wordsOf } from "./problem.js";
import { frontCall, viewOf } from "./view.js";

/** @typedef {import("../types.js").Call} Call */
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
  #dialling;
  #commands;
  #news = new LineNews();
  #book = new CallBook();
  #muted = false;
  #problem = /** @type {string | null} */ (null);
  #problemStays = false; // It says why the call in front came to nothing.
  /** @type {Listeners<PhoneView>} */
  #watchers = new Listeners();
  /** @type {Listeners<LineEvent>} */
  #hearers = new Listeners();

  /**
   * @param {Line} line
   * @param {import("../types.js").Clock} clock
   */
  constructor(line, clock) {
    this.#line = line;
    this.#end = new LastEnd(clock, () => this.#changed());
    const changed = () => this.#changed();
    this.#dialling = new Dialling({ line, changed, failed: (words) => (this.#problem = words) });
    this.#commands = new CallCommands({
      line,
      clock,
      front: () => this.#talk(),
      connected: () => this.#news.connection === "open",
      told: (problem) => {
        this.#problem = problem;
        changed();
      },
    });
    line.listen((event) => this.#take(event));
  }

  /** @param {(view: PhoneView) => void} watcher  called at once and after every change */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.view);
  }

  /** @param {(event: LineEvent) => void} hearer  called with what the line said, after it was taken in */
  hear(hearer) {
    this.#hearers.add(hearer);
  }

  /** @returns {PhoneView} */
  get view() {
    return viewOf(this.#state());
  }

  /** Whether leaving the page would cut somebody off. */
  get busy() {
    const front = frontCall(this.#state());
    return this.#dialling.placing !== null || (front !== null && front.phase !== "incoming" && front.call.mine && !front.call.away);
  }

  /** @returns {Call | null}  the call in front */
  get front() {
    return frontCall(this.#state())?.call ?? null;
  }

  /** @param {import("../types.js").Presence} presence */
  setPresence(presence) {
    if (presence === "available") this.#line.ready();
    else this.#line.unavailable();
  }

  /** Whether a line whose sound is elsewhere makes that call. */
  needsNoMicrophone = (/** @type {Target} */ target) => this.#line.takes?.(target) ?? false;
  lineAct = () => this.#line.act?.();
  wrapUpDone = (/** @type {string} */ call) => this.#line.wrapUpDone?.(call);

  /**
   * Calls somebody; before the connection stands the wish is kept.
   *
   * @param {Target} target
   */
  dial(target) {
    if (this.#dialling.placing || frontCall(this.#state())) return;
    this.#end.forget();
    this.#problem = null;
    this.#dialling.want(target, this.#news.connection === "open");
    this.#changed();
  }

  answer() {
    const front = frontCall(this.#state());
    if (front?.phase !== "incoming" || front.pressed) return;
    this.#book.answered.add(front.call.id);
    void this.#takeUp(front, this.#line.accept(front.call));
  }

  /** Comes back to the call in front. */
  rejoin() {
    const front = frontCall(this.#state());
    if (front?.call.away === "asking" && !front.pressed) void this.#takeUp(front, this.#line.rejoin(front.call));
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
    // Who asks a colleague leaves the two others together, if they are: only the desk knows.
    const isAsking = Boolean(front?.call.situation?.consult) && this.#news.connection === "open" && !this.#commands.asked;
    if (isAsking) return this.#commands.press("hangUp");
    if (front && front.phase !== "incoming") this.#finish(front.call);
    else if (this.#dialling.giveUp()) this.#end.show(null, null);
    this.#changed();
  }

  toggleMute() {
    const front = frontCall(this.#state());
    if (front && front.phase !== "incoming") this.#line.mute(front.call, !this.#muted);
  }

  hold = () => this.#commands.press("hold");
  resume = () => this.#commands.press("resume");
  handOver = () => this.#commands.press("handOver");
  bringIn = () => this.#commands.press("bringIn");
  cancelConsult = () => this.#commands.press("cancelConsult");
  swap = () => this.#commands.press("swap");
  /** Shows whom one can ask. */
  openConsult = () => this.#commands.openList();
  closeConsult = () => this.#commands.closeList();
  consult = (/** @type {number} */ agent) => this.#commands.consult(agent);
  sendDigits = (/** @type {string} */ digits) => this.#commands.sendDigits(digits);

  /**
   * Something about the call that people ought to know.
   *
   * @param {NoticeKind} kind
   * @param {string | null} words
   */
  notice(kind, words) {
    if (this.#news.notice(kind, words)) this.#changed();
  }

  #state() {
    return {
      ...this.#news,
      calls: this.#book.entries,
      placing: this.#dialling.placing?.name ?? null,
      pending: this.#dialling.pending !== null,
      ended: this.#end.shown,
      muted: this.#muted,
      problem: this.#problem,
      answered: this.#book.answered,
      asked: this.#commands.asked,
      consultList: this.#commands.list,
    };
  }

  /** The call that people talk in now. */
  #talk() {
    const front = frontCall(this.#state());
    return front?.phase === "live" ? front.call : null;
  }

  /**
   * Takes a call up; where that fails the same button can be pressed again.
   *
   * @param {Entry} entry
   * @param {Promise<void>} taken
   */
  async #takeUp(entry, taken) {
    this.#problem = null;
    entry.pressed = true;
    this.#changed();
    try {
      await taken;
    } catch (error) {
      const words = wordsOf(error);
      const now = this.#book.get(entry.call.id);
      if (now?.pressed) this.#problem = words;
      if (now) now.pressed = false;
      this.#book.answered.delete(entry.call.id);
    }
    this.#changed();
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
   * @param {boolean} keeps  what it says about why it came to nothing
   */
  #close(call, keeps = false) {
    const wasInFront = frontCall(this.#state())?.call.id === call.id;
    this.#book.close(call.id);
    this.#commands.close(call.id);
    if (!wasInFront) return;
    if (!keeps || !this.#problemStays) this.#problem = null;
    this.#problemStays = false;
    this.#news.notices.clear();
    this.#muted = false;
  }

  /** @param {LineEvent} event */
  #take(event) {
    const isOurs = event.type === "ended" && this.#book.isClosed(event.call.id);
    this.#heard(event);
    const told = event.type === "ended" ? { ...event, by: event.by ?? (isOurs ? /** @type {const} */ ("us") : null) } : event;
    this.#hearers.tell(told);
  }

  /** @param {LineEvent} event */
  #heard(event) {
    if (this.#news.take(event)) return this.#lineChanged(event);
    switch (event.type) {
      case "error":
        [this.#problem, this.#problemStays] = [event.words, event.stays ?? false];
        break;
      case "refused":
        if (this.#commands.refuse(event.call) || event.call !== null) this.#problem = event.words;
        break;
      case "colleagues":
        this.#commands.know(event.colleagues);
        break;
      case "notice":
        return this.notice(event.kind, event.words);
      case "muted":
        if (this.#book.get(event.call)) this.#muted = event.muted;
        break;
      case "ended":
        this.#over(event.call, event.words);
        break;
      case "accepted":
        this.#know(event.call, "live");
        break;
      case "incoming":
      case "outgoing":
      case "ringing":
        this.#know(event.call, event.type);
    }
    this.#changed();
  }

  /** @param {LineEvent} event */
  #lineChanged(event) {
    if (event.type === "state" && event.connection === "open") this.#dialling.connected();
    this.#changed();
  }

  /**
   * @param {Call} call
   * @param {Entry["phase"]} phase
   */
  #know(call, phase) {
    if (this.#book.isClosed(call.id)) return;
    const known = this.#book.get(call.id);
    const isBetter = known?.phase !== "live" || (known.call.away !== call.away && call.away !== "asking");
    if (phase === "live" && isBetter) this.#problem = null;
    if (phase === "outgoing" || phase === "ringing") this.#dialling.done();
    this.#commands.settle(call.id);
    this.#end.forget();
    const canBePressed = phase === "incoming" || call.away === "asking";
    this.#book.keep({ call, phase, pressed: canBePressed && (known?.pressed ?? false) });
  }

  /**
   * @param {Call} call
   * @param {string | null} words
   */
  #over(call, words) {
    const known = this.#book.get(call.id);
    if (known) this.#close(call, known.phase !== "live");
    // Who left a call may be asked into it again.
    this.#book.reopen(call.id);
    if (known || this.#end.shown?.id === call.id) this.#end.show(call.id, words);
  }

  #changed() {
    this.#watchers.tell(this.view);
  }
}
