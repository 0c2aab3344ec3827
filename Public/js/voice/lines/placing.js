import { randomName } from "../../lib/clock.js";
import { Problem } from "../problem.js";
import { isOver } from "./calls.js";
import { Dials } from "./dials.js";

/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Target} Target */

/**
 * @typedef {object} PlacingParts
 * @property {import("../../types.js").Clock} clock
 * @property {import("./held-microphone.js").HeldMicrophone} microphone
 * @property {(message: import("../../lib/live-socket.js").ClientMessage) => void} send
 */

/** Making a call: the microphone first, then the wish, then the server's call that comes of it. */
export class Placing {
  #parts;
  #dials;

  /** @param {PlacingParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#dials = new Dials(parts.clock);
  }

  /** @param {Target} target */
  async dial(target) {
    const ref = randomName();
    const outcome = this.#dials.start(ref);
    void this.#place(ref, target).catch((problem) => this.#dials.failed(ref, problem));
    try {
      await outcome;
    } catch (problem) {
      this.#parts.microphone.release(ref);
      throw problem;
    }
  }

  cancel() {
    const ref = this.#dials.cancel();
    if (ref) this.#parts.microphone.release(ref);
  }

  /**
   * @param {string} ref
   * @param {string} words
   */
  refused(ref, words) {
    this.#dials.failed(ref, new Problem(words));
  }

  /**
   * Takes up a call that is new to this page.
   *
   * @param {CallMessage} message
   * @returns {boolean}  false when it comes of a dial that was given up
   */
  takeUp(message) {
    const { microphone } = this.#parts;
    const { id, ref } = message;
    if (!ref) return true;
    if (this.#dials.isUnwanted(ref)) return false;
    this.#dials.placed(ref);
    if (microphone.owner === ref) microphone.owner = id;
    if (isOver(message)) microphone.release(id);
    return true;
  }

  /**
   * @param {string} ref
   * @param {Target} target
   */
  async #place(ref, target) {
    const { microphone, send } = this.#parts;
    const stream = await microphone.open(target.button);
    if (!this.#dials.isOpen(ref)) return microphone.discard(stream);
    microphone.hold(stream, ref);
    const { ticket, by, phone } = target;
    // A number that stands somewhere else: the desk finds whose it is.
    const whom = ticket === null ? (phone === null ? {} : { number: phone }) : { ticket };
    send({ type: "dial", ref, ...whom, ...(by ? { by } : {}) });
    this.#dials.sent(ref);
  }
}
