import { DIAL_ERRORS, EVENTS, LIMITS, OPERATIONS } from "./constants.js";
import { answerOf, dataOf } from "./reading.js";

/** @typedef {import("../../../types.js").Call} Call */
/** @typedef {{eventId: string, out: Record<string, string>, number: string}} Click */

/**
 * @typedef {object} OutgoingParts
 * @property {import("./channel.js").Channel} channel
 * @property {import("../../softphone.js").Softphone} phone
 * @property {import("../../../types.js").Clock} clock
 * @property {() => string | null} whyNoSound
 */

const NO_NUMBER = "This is no telephone number.";
const BUSY = "You are in a call already. Hang up first.";
const NO_CALL = "No call came of it. Try again.";
const KEPT = 50;

/** Calls that begin with a click on a number in Fusion. */
export class Outgoing {
  #parts;
  /** @type {Click | null} the click of which no call came yet */
  #open = null;
  #timer = 0;
  /** @type {string[]} clicks that were heard, since one may be told twice */
  #heard = [];

  /** @param {OutgoingParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.channel.subscribe(EVENTS.outgoing, (response) => this.#clicked(response));
    parts.phone.watch((view) => {
      const isOver = this.#open !== null && view.state !== "calling" && view.problem?.tone === "stop";
      if (isOver) this.#fail(DIAL_ERRORS.other, view.problem?.words ?? NO_CALL);
    });
  }

  /**
   * The click that a call comes of; asked once for each call that the agent makes.
   *
   * @param {Call} call
   * @returns {Click | null}
   */
  takeFor(call) {
    const click = call.direction === "out" ? this.#open : null;
    if (click) this.#settle();
    return click;
  }

  /** @param {any} response */
  #clicked(response) {
    const click = clickFrom(response);
    if (this.#heard.includes(click.eventId)) return;
    this.#heard = [...this.#heard, click.eventId].slice(-KEPT);
    const { phone, whyNoSound } = this.#parts;
    if (phone.front || this.#open) return this.#refuse(click, DIAL_ERRORS.busy, BUSY);
    if (!isNumber(click.number)) return this.#refuse(click, DIAL_ERRORS.number, NO_NUMBER);
    const name = click.out.SVCMCA_DISPLAY_NAME || click.out.SVCMCA_CONTACT_NAME || click.number;
    const target = { name, ticket: null, phone: click.number, button: "the number" };
    const silence = phone.needsNoMicrophone(target) ? null : whyNoSound();
    if (silence) return this.#refuse(click, DIAL_ERRORS.other, silence);
    this.#open = click;
    this.#timer = this.#parts.clock.start(() => this.#fail(DIAL_ERRORS.other, NO_CALL), LIMITS.dial);
    phone.dial(target);
  }

  /**
   * @param {string} code
   * @param {string} words
   */
  #fail(code, words) {
    const click = this.#open;
    this.#settle();
    if (click) this.#refuse(click, code, words);
  }

  #settle() {
    this.#open = null;
    this.#parts.clock.stop(this.#timer);
  }

  /**
   * @param {Click} click
   * @param {string} code
   * @param {string} words
   */
  #refuse({ eventId }, code, words) {
    void this.#parts.channel.publish(OPERATIONS.outboundError, { setCommUuid: eventId, setErrorCode: code, setErrorMsg: words });
  }
}

/**
 * One name for the whole call: its own id where Fusion gives one, else that of the message.
 *
 * @param {any} response
 * @returns {Click}
 */
function clickFrom(response) {
  const data = dataOf(response);
  const { out, eventId } = answerOf(response);
  const uuid = data?.uuid ?? response?.uuid;
  const number = (out.SVCMCA_ANI ?? "").replace(/[^\d+*#]/g, "");
  return { eventId: out.SVCMCA_CALL_ID || (uuid ? String(uuid) : eventId ?? `click-${number}`), out, number };
}

/** @param {string} number */
const isNumber = (number) => /^\+?\d{3,15}$/.test(number);
