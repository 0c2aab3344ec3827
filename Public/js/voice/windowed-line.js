import { Problem } from "./problem.js";

/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").Line} Line */
/** @typedef {import("../types.js").LineEvent} LineEvent */
/** @typedef {import("../types.js").Target} Target */

/**
 * @typedef {object} WindowedLineParts
 * @property {Line} line
 * @property {Clock} clock
 * @property {(message: {type: "window", command: string, [field: string]: unknown}) => void} send
 * @property {() => "here" | "window" | "nowhere"} sound  who has a microphone: this page, the window, or nobody
 */

const PATIENCE = 15_000;
const SILENT = "The call window did not do it. Look there: it says why.";
export const NO_WINDOW = "This frame gives the phone no microphone. Open the call window, then try again.";

/**
 * The line of a page that gets no microphone: what needs one is done by the window that has the sound. All the rest goes
 * over this page as ever.
 *
 * @implements {Line}
 */
export class WindowedLine {
  #parts;
  #line;
  /** @type {{isDone: (event: LineEvent) => boolean, done: () => void}[]} */
  #waiting = [];

  /** @param {WindowedLineParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#line = parts.line;
  }

  get capabilities() {
    return this.#line.capabilities;
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#line.listen((event) => {
      listener(event);
      for (const wait of this.#waiting.filter(({ isDone }) => isDone(event))) wait.done();
    });
  }

  ready = () => this.#line.ready();
  unavailable = () => this.#line.unavailable();
  act = () => this.#line.act?.();
  wrapUpDone = (/** @type {string} */ call) => this.#line.wrapUpDone?.(call);
  cancel = () => this.#line.cancel();
  reject = (/** @type {Call} */ call) => this.#line.reject(call);
  hangUp = (/** @type {Call} */ call) => this.#line.hangUp(call);
  mute = (/** @type {Call} */ call, /** @type {boolean} */ muted) => this.#line.mute(call, muted);
  command = (/** @type {Call} */ call, /** @type {import("../types.js").CallCommand | "hangUp"} */ command) => this.#line.command(call, command);
  consult = (/** @type {Call} */ call, /** @type {number} */ agent) => this.#line.consult(call, agent);
  askColleagues = (/** @type {Call} */ call) => this.#line.askColleagues(call);

  /** @param {Call} call */
  async accept(call) {
    // Where the sound is elsewhere no microphone is needed here.
    if (call.situation?.onPhone || call.situation?.elsewhere) return this.#line.accept(call);
    await this.#there(() => this.#line.accept(call), { command: "answer", call: call.id }, (event) => isAbout(event, call.id));
  }

  /** @param {Call} call */
  async rejoin(call) {
    await this.#there(() => this.#line.rejoin(call), { command: "rejoin", call: call.id }, (event) => isAbout(event, call.id));
  }

  /** @param {Target} target */
  async dial(target) {
    if (this.#line.takes?.(target)) return this.#line.dial(target);
    const { name, phone, ticket, by } = target;
    const whom = { name, ticket, ...(phone === null ? {} : { phone }), ...(by ? { by } : {}) };
    const isPlaced = (/** @type {LineEvent} */ event) => event.type === "outgoing" || event.type === "ringing";
    await this.#there(() => this.#line.dial(target), { command: "dial", ...whom }, isPlaced);
  }

  /**
   * @param {Call} call
   * @param {string} digits
   */
  sendDigits(call, digits) {
    if (this.#parts.sound() === "here") return this.#line.sendDigits(call, digits);
    this.#parts.send({ type: "window", command: "digits", call: call.id, digits });
  }

  /**
   * @param {() => Promise<void>} here
   * @param {{command: string, [field: string]: unknown}} message
   * @param {(event: LineEvent) => boolean} isDone
   * @returns {Promise<void>}
   */
  #there(here, message, isDone) {
    const sound = this.#parts.sound();
    if (sound === "here") return here();
    if (sound === "nowhere") return Promise.reject(new Problem(NO_WINDOW));
    this.#parts.send({ type: "window", ...message });
    return this.#until(isDone);
  }

  /**
   * @param {(event: LineEvent) => boolean} isDone
   * @returns {Promise<void>}
   */
  #until(isDone) {
    return new Promise((done, failed) => {
      const { clock } = this.#parts;
      const end = () => (this.#waiting = this.#waiting.filter((each) => each !== wait));
      const timer = clock.start(() => {
        end();
        failed(new Problem(SILENT));
      }, PATIENCE);
      const wait = {
        isDone,
        done: () => {
          end();
          clock.stop(timer);
          done();
        },
      };
      this.#waiting.push(wait);
    });
  }
}

/**
 * @param {LineEvent} event
 * @param {string} call
 */
const isAbout = (event, call) => (event.type === "accepted" || event.type === "ended") && event.call.id === call;
