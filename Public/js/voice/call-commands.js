/** @typedef {import("../types.js").Call} Call */
/** @typedef {import("../types.js").Clock} Clock */
/** @typedef {import("../types.js").Colleague} Colleague */
/** @typedef {import("../types.js").PhoneView} PhoneView */

/**
 * @typedef {object} CallCommandParts
 * @property {Pick<import("../types.js").Line, "command" | "consult" | "askColleagues" | "sendDigits">} line
 * @property {Clock} clock
 * @property {() => Call | null} front  the call that people talk in now
 * @property {() => boolean} connected
 * @property {(problem: string | null) => void} told  something changed; what went wrong, where something did
 */

const PATIENCE = 10_000;
const NO_ANSWER = "The desk does not answer. Try again in a moment.";
const UNCONNECTED = "The connection to the desk is lost. Try again when it is back.";
const DIGITS = /^[0-9*#]+$/;

/** Hold, consultation and the keypad: a key waits until the desk says how the call stands. */
export class CallCommands {
  /** @type {{call: string, command: NonNullable<PhoneView["pressed"]>} | null} */
  asked = null;
  /** @type {PhoneView["consultList"]} */
  list = null;

  #parts;
  /** @type {number | null} */
  #timer = null;

  /** @param {CallCommandParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {import("../types.js").CallCommand | "hangUp"} command */
  press(command) {
    const call = this.#begin(command);
    if (call) this.#parts.line.command(call, command);
  }

  /** @param {number} agent */
  consult(agent) {
    const call = this.#begin("consult");
    if (call) this.#parts.line.consult(call, agent);
  }

  /** Whom one can ask; again, for those who come and go. */
  openList() {
    const call = this.#parts.front();
    if (!call) return;
    this.list ??= { colleagues: null };
    this.#parts.line.askColleagues(call);
    this.#parts.told(null);
  }

  closeList() {
    if (!this.list) return;
    this.list = null;
    this.#parts.told(null);
  }

  /** @param {Colleague[]} colleagues */
  know(colleagues) {
    if (this.list) this.list = { colleagues };
  }

  /** @param {string} digits */
  sendDigits(digits) {
    const call = this.#parts.front();
    if (call && DIGITS.test(digits)) this.#parts.line.sendDigits(call, digits);
  }

  /** @param {string} call  the desk said how it stands */
  settle(call) {
    if (this.asked?.call === call) this.#forget();
  }

  /**
   * @param {string | null} call  null: whichever was meant
   * @returns {boolean}  whether a key waited for that
   */
  refuse(call) {
    const waited = this.asked !== null && (call === null || this.asked.call === call);
    if (waited) this.#forget();
    return waited;
  }

  /** @param {string} call  it is over */
  close(call) {
    this.settle(call);
    this.list = null;
  }

  /** @param {NonNullable<PhoneView["pressed"]>} command */
  #begin(command) {
    const call = this.#parts.front();
    if (!call || this.asked) return null;
    if (!this.#parts.connected()) {
      this.#parts.told(UNCONNECTED);
      return null;
    }
    this.asked = { call: call.id, command };
    this.list = null;
    this.#timer = this.#parts.clock.start(() => {
      this.#forget();
      this.#parts.told(NO_ANSWER);
    }, PATIENCE);
    this.#parts.told(null);
    return call;
  }

  #forget() {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = null;
    this.asked = null;
  }
}
