import { wordsOf } from "../problem.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").CallCommand} CallCommand */

/** The commands of the phone as the contract has them. */
const TYPES = /** @type {const} */ ({ hold: "hold", resume: "retrieve", handOver: "completeTransfer", cancelConsult: "cancelTransfer" });
const IMPOSSIBLE = "Genesys cannot do that from here. Use your own phone.";

/** What is done with a call that goes on: how it stands then is told by events. */
export class GenesysCommands {
  #wire;
  #calls;
  #ended;
  #tell;

  /**
   * @param {object} parts
   * @param {import("./genesys-wire.js").GenesysWire} parts.wire
   * @param {import("./genesys-calls.js").GenesysCalls} parts.calls
   * @param {Set<string>} parts.ended  calls that this agent ends
   * @param {(event: import("../../types.js").LineEvent) => void} parts.tell
   */
  constructor({ wire, calls, ended, tell }) {
    this.#wire = wire;
    this.#calls = calls;
    this.#ended = ended;
    this.#tell = tell;
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
    if (type === "completeTransfer") this.#ended.add(entry.id);
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
