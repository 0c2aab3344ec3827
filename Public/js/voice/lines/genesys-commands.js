import { wordsOf } from "../problem.js";
import { endedEvent, eventFrom } from "./genesys-calls.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallCommand} CallCommand */
/** @typedef {import("./genesys-calls.js").Entry} Entry */

/** The commands of the phone as the contract has them. */
const TYPES = /** @type {const} */ ({ hold: "hold", resume: "retrieve", handOver: "completeTransfer", cancelConsult: "cancelTransfer" });
const IMPOSSIBLE = "Genesys cannot do that from here. Use your own phone.";

/** What is done with a call: how it stands then is told by events. */
export class GenesysCommands {
  #wire;
  #waits;
  #calls;
  #callOf;
  #tell;
  /** @type {Set<string>} calls that this agent ended, or left to a colleague */
  #ended = new Set();

  /**
   * @param {object} parts
   * @param {import("./genesys-wire.js").GenesysWire} parts.wire
   * @param {import("./genesys-waits.js").GenesysWaits} parts.waits
   * @param {import("./genesys-calls.js").GenesysCalls} parts.calls
   * @param {(entry: Entry) => Call} parts.callOf
   * @param {(event: import("../../types.js").LineEvent) => void} parts.tell
   */
  constructor({ wire, waits, calls, callOf, tell }) {
    this.#wire = wire;
    this.#waits = waits;
    this.#calls = calls;
    this.#callOf = callOf;
    this.#tell = tell;
  }

  /** @param {Entry} entry */
  hasEnded(entry) {
    return this.#ended.has(entry.id);
  }

  /**
   * Its end, when it comes, is this agent's doing.
   *
   * @param {Entry} entry
   */
  letGo(entry) {
    this.#ended.add(entry.id);
  }

  /**
   * @param {Entry} entry
   * @returns {boolean} whether this agent ended it
   */
  takeBack(entry) {
    return this.#ended.delete(entry.id);
  }

  /** @param {Call} call */
  async accept(call) {
    const entry = this.#calls.find(call.id);
    if (entry) await this.#ask("accept", entry, (now) => now === null || now.state !== "ringing");
  }

  /**
   * The page shows it as over at once: where Genesys says no, it is there again.
   *
   * @param {"reject" | "hangup"} type
   * @param {Call} call
   */
  end(type, call) {
    const entry = this.#calls.find(call.id);
    if (!entry) return;
    this.letGo(entry);
    this.#ask(type, entry, (now) => now === null).catch((error) => {
      this.takeBack(entry);
      if (!this.#calls.find(entry.id)) return;
      this.#tell(endedEvent(this.#callOf(entry), null, "us"));
      this.#tell(eventFrom(entry, this.#callOf(entry)));
      this.#tell({ type: "refused", call: entry.id, words: wordsOf(error) });
    });
  }

  /**
   * @param {Call} call
   * @param {CallCommand} command
   */
  press(call, command) {
    const type = TYPES[/** @type {keyof typeof TYPES} */ (command)];
    if (!type) return this.#tell({ type: "refused", call: call.id, words: IMPOSSIBLE });
    if (type === "completeTransfer" || type === "cancelTransfer") this.#transfer(call, type);
    else this.send(call, type);
  }

  /**
   * @param {Call} call
   * @param {"completeTransfer" | "cancelTransfer"} type
   */
  #transfer(call, type) {
    const entry = this.#calls.find(call.id);
    const consult = entry && this.#calls.consultOf(entry);
    if (!consult) return;
    if (type === "completeTransfer") this.letGo(entry);
    this.#try(call, { type, connectionId: consult.connection, heldConnectionId: entry.connection });
  }

  /**
   * @param {Call} call
   * @param {string} type
   * @param {object} [fields]
   */
  send(call, type, fields = {}) {
    const entry = this.#calls.find(call.id);
    if (entry) this.#try(call, { type, connectionId: entry.connection, ...fields });
  }

  /**
   * @param {string} type
   * @param {Entry} entry
   * @param {import("./genesys-waits.js").Wait["isDone"]} isDone
   */
  #ask(type, entry, isDone) {
    return this.#waits.expect(entry.connection, isDone, this.#wire.send({ type, connectionId: entry.connection }));
  }

  /**
   * @param {Call} call
   * @param {import("./genesys-wire.js").GenesysRequest} request
   */
  #try(call, request) {
    this.#wire.send(request).catch((error) => {
      this.#ended.delete(call.id);
      this.#tell({ type: "refused", call: call.id, words: wordsOf(error) });
    });
  }
}
