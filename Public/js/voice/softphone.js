import { CallCommands } from "./call-commands.js";
import { Dialling } from "./dialling.js";
import { LastEnd } from "./last-end.js";
import { wordsOf } from "./problem.js";
import { frontCall, viewOf } from "./view.js";

/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").NoticeKind} NoticeKind */
/** @typedef {import("../types.js").Line} Line */
/** @typedef {import("../types.js").PhoneView} PhoneView */
/** @typedef {import("../types.js").Target} Target */
/** @typedef {import("./view.js").Entry} Entry */

/** The phone of a page: its states and commands. It knows no vendor and no page. */
export class Softphone {
  #line;
  #end;
  #dialling;
  #commands;
  /** @type {import("../types.js").Connection} */
  #connection = "connecting";
  /** @type {string | null} */
  #whyLost = null;
  /** @type {Map<string, Entry>} */
  #calls = new Map();
  /** @type {Set<string>} calls that are over here, while the desk has not said so */
  #closed = new Set();
  /** @type {Set<string>} */
  #answered = new Set();
  #muted = false;
  /** @type {PhoneView["phoneLine"]} */
  #phoneLine = null;
  #problem = /** @type {string | null} */ (null);
  #problemStays = false; // It says why the call in front came to nothing.
  /** @type {Map<NoticeKind, string>} */
  #notices = new Map();
  /** @type {((view: PhoneView) => void)[]} */
  #watchers = [];

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
      connected: () => this.#connection === "open",
      told: (problem) => {
        this.#problem = problem;
        changed();
      },
    });
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
    return this.#dialling.placing !== null || (front !== null && front.phase !== "incoming" && front.call.mine && !front.call.away);
  }

  /**
   * Calls somebody; before the connection stands the wish is kept.
   *
   * @param {Target} target
   */
  dial(target) {
    if (this.#dialling.placing || frontCall(this.#state())) return;
    this.#end.forget();
    this.#problem = null;
    this.#dialling.want(target, this.#connection === "open");
    this.#changed();
  }

  answer() {
    const front = frontCall(this.#state());
    if (front?.phase !== "incoming" || front.pressed) return;
    this.#answered.add(front.call.id);
    void this.#take(front, this.#line.accept(front.call));
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
    // Who asks a colleague leaves the two others together, if they are: only the desk knows.
    const isAsking = Boolean(front?.call.situation?.consult) && this.#connection === "open" && !this.#commands.asked;
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
      placing: this.#dialling.placing?.name ?? null,
      pending: this.#dialling.pending !== null,
      ended: this.#end.shown,
      muted: this.#muted,
      problem: this.#problem,
      notices: this.#notices,
      answered: this.#answered,
      asked: this.#commands.asked,
      consultList: this.#commands.list,
      phoneLine: this.#phoneLine,
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
      this.#answered.delete(entry.call.id);
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
    this.#calls.delete(call.id);
    this.#closed.add(call.id);
    this.#answered.delete(call.id);
    this.#commands.close(call.id);
    if (!wasInFront) return;
    if (!keeps || !this.#problemStays) this.#problem = null;
    this.#problemStays = false;
    this.#notices.clear();
    this.#muted = false;
  }

  /** @param {import("../types.js").LineEvent} event */
  #heard(event) {
    switch (event.type) {
      case "state":
        this.#connected(event.connection, event.words);
        break;
      case "error":
        [this.#problem, this.#problemStays] = [event.words, event.stays ?? false];
        break;
      case "refused":
        if (this.#commands.refuse(event.call) || event.call !== null) this.#problem = event.words;
        break;
      case "colleagues":
        this.#commands.know(event.colleagues);
        break;
      case "phoneLine":
        this.#phoneLine = event.line;
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
    if (connection === "open") this.#dialling.connected();
  }

  /**
   * @param {Call} call
   * @param {Entry["phase"]} phase
   */
  #know(call, phase) {
    if (this.#closed.has(call.id)) return;
    const known = this.#calls.get(call.id);
    const isBetter = known?.phase !== "live" || (known.call.away !== call.away && call.away !== "asking");
    if (phase === "live" && isBetter) this.#problem = null;
    if (phase === "outgoing" || phase === "ringing") this.#dialling.done();
    this.#commands.settle(call.id);
    this.#end.forget();
    const canBePressed = phase === "incoming" || call.away === "asking";
    this.#calls.set(call.id, { call, phase, pressed: canBePressed && (known?.pressed ?? false) });
  }

  /**
   * @param {Call} call
   * @param {string | null} words
   */
  #over(call, words) {
    const known = this.#calls.get(call.id);
    if (known) this.#close(call, known.phase !== "live");
    // Who left a call may be asked into it again.
    this.#closed.delete(call.id);
    if (known || this.#end.shown?.id === call.id) this.#end.show(call.id, words);
  }

  #changed() {
    for (const watcher of this.#watchers) watcher(this.view);
  }
}
