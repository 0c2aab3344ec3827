/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallCommand} CallCommand */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").Target} Target */

/**
 * Several lines as one: the first tells whether the phone is connected, and makes the calls that no other takes; each
 * keeps the calls it told of.
 *
 * @implements {Line}
 */
export class JoinedLines {
  #first;
  #lines;
  /** @type {Map<string, Line>} */
  #owners = new Map();
  /** @type {Line} */
  #dialling;

  /**
   * @param {Line} first
   * @param {Line[]} others
   */
  constructor(first, ...others) {
    this.#first = this.#dialling = first;
    this.#lines = [first, ...others];
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    for (const line of this.#lines) line.listen((event) => this.#heard(line, event, listener));
  }

  ready() {
    for (const line of this.#lines) line.ready();
  }

  unavailable() {
    for (const line of this.#lines) line.unavailable();
  }

  get capabilities() {
    return this.#first.capabilities;
  }

  /** @param {Target} target */
  dial(target) {
    this.#dialling = this.#lines.find((line) => line.takes?.(target)) ?? this.#first;
    return this.#dialling.dial(target);
  }

  /** @param {Target} target */
  takes(target) {
    return this.#lines.some((line) => line.takes?.(target));
  }

  act() {
    for (const line of this.#lines) line.act?.();
  }

  /** @param {string} call */
  wrapUpDone(call) {
    for (const line of this.#lines) line.wrapUpDone?.(call);
  }

  cancel = () => this.#dialling.cancel();
  accept = (/** @type {Call} */ call) => this.#of(call).accept(call);
  rejoin = (/** @type {Call} */ call) => this.#of(call).rejoin(call);
  reject = (/** @type {Call} */ call) => this.#of(call).reject(call);
  hangUp = (/** @type {Call} */ call) => this.#of(call).hangUp(call);
  mute = (/** @type {Call} */ call, /** @type {boolean} */ muted) => this.#of(call).mute(call, muted);
  command = (/** @type {Call} */ call, /** @type {CallCommand | "hangUp"} */ command) => this.#of(call).command(call, command);
  consult = (/** @type {Call} */ call, /** @type {number} */ agent) => this.#of(call).consult(call, agent);
  askColleagues = (/** @type {Call} */ call) => this.#of(call).askColleagues(call);
  sendDigits = (/** @type {Call} */ call, /** @type {string} */ digits) => this.#of(call).sendDigits(call, digits);

  /** @param {Call} call */
  #of(call) {
    return this.#owners.get(call.id) ?? this.#first;
  }

  /**
   * @param {Line} line
   * @param {LineEvent} event
   * @param {(event: LineEvent) => void} listener
   */
  #heard(line, event, listener) {
    if (event.type === "state" && line !== this.#first) return;
    if (event.type === "ended") this.#owners.delete(event.call.id);
    else if ("call" in event && event.call !== null && typeof event.call === "object") this.#owners.set(event.call.id, line);
    listener(event);
  }
}
