import { isObject, words } from "./wire.js";

/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("../types.js").CommandResult} CommandResult */

/**
 * @typedef {object} CommandsParts
 * @property {(message: Record<string, unknown>) => void} send
 * @property {Clock} clock
 * @property {() => string} newName
 */

const PATIENCE = 10_000;
const SILENT = "The partner phone did not answer. Press it there.";
const FAILED = "The partner phone could not do that.";

/** @typedef {{method: string, key: string, loose: string, done: (result: CommandResult) => void, timer: number}} Waiting */

/** What the desk asks of a toolbar, and what came of it. */
export class Commands {
  #parts;
  /** @type {Waiting[]} */
  #waiting = [];

  /** @param {CommandsParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * About one call.
   *
   * @param {string} eventId
   * @param {string} command
   * @param {Record<string, unknown>} [inData]
   * @returns {Promise<CommandResult>}
   */
  interaction(eventId, command, inData = {}) {
    const commandId = this.#parts.newName();
    const sent = { method: "onToolbarInteractionCommand", eventId, command, commandId, slot: "1", inData };
    return this.#ask({ ...sent, timeStamp: this.#parts.clock.now() }, "tbInteractionCommandResponse", commandId, `${eventId} ${command}`);
  }

  /**
   * About the agent. The answer carries no name of its own in the older calls: the command is all there is.
   *
   * @param {string} command
   * @returns {Promise<CommandResult>}
   */
  agent(command) {
    const commandId = this.#parts.newName();
    return this.#ask({ method: "onToolbarAgentCommand", command, commandId, inData: {} }, "tbAgentCommandResponse", commandId, command);
  }

  /**
   * @param {import("../types.js").ToolbarMessage} message
   * @returns {boolean}  whether it was an answer to a command
   */
  take({ method, fields, data }) {
    if (method !== "tbInteractionCommandResponse" && method !== "tbAgentCommandResponse") return false;
    const said = isObject(data) && data.command ? data : fields;
    const loose = method === "tbAgentCommandResponse" ? String(said.command) : `${said.eventId} ${said.command}`;
    const own = this.#waiting.filter((one) => one.method === method);
    const asked = own.find((one) => one.key === said.commandId) ?? own.find((one) => said.commandId === undefined && one.loose === loose);
    if (!asked) return true;
    const ok = said.result === "success" || said.result === undefined;
    this.#end(asked, {
      ok,
      words: ok ? null : words(said.resultDisplayString) ?? FAILED,
      outData: isObject(said.outData) ? said.outData : {},
    });
    return true;
  }

  /** The toolbar is gone: nobody answers any more. */
  forget() {
    for (const asked of [...this.#waiting]) this.#end(asked, { ok: false, words: SILENT, outData: {} });
  }

  /**
   * @param {Record<string, unknown>} message
   * @param {string} method
   * @param {string} key
   * @param {string} loose
   * @returns {Promise<CommandResult>}
   */
  #ask(message, method, key, loose) {
    return new Promise((done) => {
      /** @type {Waiting} */
      const asked = { method, key, loose, done, timer: 0 };
      asked.timer = this.#parts.clock.start(() => this.#end(asked, { ok: false, words: SILENT, outData: {} }), PATIENCE);
      this.#waiting.push(asked);
      this.#parts.send({ ...message, channel: "PHONE", channelType: "ORA_SVC_PHONE", uuid: key });
    });
  }

  /**
   * @param {Waiting} asked
   * @param {CommandResult} result
   */
  #end(asked, result) {
    if (!this.#waiting.includes(asked)) return;
    this.#waiting = this.#waiting.filter((one) => one !== asked);
    this.#parts.clock.stop(asked.timer);
    asked.done(result);
  }
}
