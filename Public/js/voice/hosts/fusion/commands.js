import { EVENTS, FAILURE, SUCCESS } from "./constants.js";
import { ask, dataOf, mapOf, read } from "./reading.js";

/** @typedef {import("../../softphone.js").Softphone} Softphone */
/** @typedef {import("./comm-events.js").CommEvents} CommEvents */

/**
 * @typedef {object} CommandParts
 * @property {import("./channel.js").Channel} channel
 * @property {CommEvents} comms
 * @property {Softphone} phone
 * @property {() => string | null} whyNoSound  why a call could not be answered here, in words
 *
 * @typedef {string | null} Problem  in words; null: it is done, or on its way
 */

const KEPT = 50;
const GONE = "This call is over.";
const BEHIND = "Another call is in front. End it first.";
const UNKNOWN = "The phone does not know this command.";
const NOT_NOW = "This cannot be done with the call as it is now.";

/** What Fusion's buttons ask of the phone, answered by a promise each. */
export class InteractionCommands {
  #parts;
  /** @type {Map<string, Problem>} what came of the commands that were heard, since one may be told twice */
  #done = new Map();

  /** @param {CommandParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.channel.subscribe(EVENTS.interactionCommand, (response) => this.#heard(response));
  }

  /** @returns {string[]}  the commands that make sense for the call in front */
  get supported() {
    const { can } = this.#parts.phone.view;
    const all = { accept: can.answer, reject: can.reject, disconnect: can.hangUp, hold: can.hold, unhold: can.resume, mute: can.mute, unmute: can.mute };
    const now = Object.entries(all).filter(([, isPossible]) => isPossible);
    return [...now.map(([name]) => name), ...(can.consult ? ["transfer"] : []), "setActive"];
  }

  /** @param {any} response */
  async #heard(response) {
    const data = dataOf(response);
    const problem = this.#once(data);
    ask(data, "setResult", problem === null ? SUCCESS : FAILURE);
    if (problem !== null) {
      ask(data, "setResultDisplayString", problem);
      if (typeof data.setResultDisplayString !== "function") data.resultDisplayString = problem;
    }
    if (typeof data.setResult !== "function") data.result = problem === null ? SUCCESS : FAILURE;
    return data;
  }

  /** @param {any} data */
  #once(data) {
    const id = String(data?.commandId ?? "");
    const known = this.#done.get(id);
    if (id !== "" && known !== undefined) return known;
    const problem = this.#obey(String(read(data, "getCommand", "command") ?? ""), data);
    if (id !== "") this.#done.set(id, problem);
    for (const old of [...this.#done.keys()].slice(0, -KEPT)) this.#done.delete(old);
    return problem;
  }

  /**
   * @param {string} command
   * @param {any} data
   * @returns {Problem}
   */
  #obey(command, data) {
    const { comms, phone } = this.#parts;
    const eventId = String(read(data, "getEventId", "eventId") ?? "");
    const comm = eventId === "" ? comms.active.find((each) => each.call.id === phone.front?.id) ?? null : comms.find(eventId);
    // What is over already need not be ended.
    if (!comm || comm.phase === "closed") return ["reject", "disconnect", "NOTIFICATION_TIMER_EXP"].includes(command) && comm ? null : GONE;
    if (phone.front?.id !== comm.call.id) return BEHIND;
    return this.#act(command, comm, data);
  }

  /**
   * @param {string} command
   * @param {import("./comm-events.js").Comm} comm
   * @param {any} data
   * @returns {Problem}
   */
  #act(command, comm, data) {
    const { phone, whyNoSound } = this.#parts;
    const { can, muted } = phone.view;
    switch (command) {
      case "accept":
        return (can.answer && !phone.front?.situation?.elsewhere ? whyNoSound() : null) ?? press(can.answer || comm.phase === "started" || phone.view.state === "ringing", () => phone.answer());
      case "reject":
        return press(can.reject, () => phone.reject());
      case "NOTIFICATION_TIMER_EXP":
        comm.reason = "TIMEOUT";
        return press(can.reject, () => phone.reject());
      case "disconnect":
        return can.reject ? press(true, () => phone.reject()) : press(can.hangUp, () => phone.hangUp());
      case "hold":
        return press(can.hold, () => phone.hold());
      case "unhold":
        return press(can.resume, () => phone.resume());
      case "mute":
        return press(can.mute, () => (muted ? undefined : phone.toggleMute()));
      case "unmute":
        return press(can.mute, () => (muted ? phone.toggleMute() : undefined));
      case "transfer":
        return press(can.consult, () => phone.openConsult());
      case "setActive":
        return null;
      case "custom":
        return this.#custom(data);
      default:
        return UNKNOWN;
    }
  }

  /**
   * Keys of a keypad, as `digits` among the command's own data.
   *
   * @param {any} data
   */
  #custom(data) {
    const { digits = "" } = mapOf(read(data, "getInData", "inData"));
    const { phone } = this.#parts;
    return press(/^[\d*#]+$/.test(digits) && phone.view.can.keypad, () => phone.sendDigits(digits));
  }
}

/**
 * @param {boolean} isPossible
 * @param {() => void} run
 * @returns {Problem}
 */
function press(isPossible, run) {
  if (!isPossible) return NOT_NOW;
  run();
  return null;
}
