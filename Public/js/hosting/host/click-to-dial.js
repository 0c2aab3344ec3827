import { words } from "./wire.js";

/** @typedef {{number: string, shown?: string, name: string | null, ticket: number | null}} Dialled  shown: as people read it */
/** @typedef {Dialled & {id: string}} Dial */

/**
 * @typedef {object} ClickToDialParts
 * @property {(message: Record<string, unknown>) => void} send
 * @property {import("../../types.js").Clock} clock
 * @property {() => string} newName
 * @property {string} origin
 * @property {() => void} changed
 */

const PATIENCE = 15_000;
const SILENT = "The partner phone did not start the call. Try again there.";

/** Numbers on the page that were pressed: the toolbar is asked to dial, and says when it does. */
export class ClickToDial {
  /** @type {Dial | null}  asked for, and not begun yet */
  pending = null;
  /** @type {string | null} */
  problem = null;

  #parts;
  /** @type {number | null} */
  #timer = null;
  /** @type {Map<string, Dial>} */
  #asked = new Map();

  /** @param {ClickToDialParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {Dialled} dialled */
  dial(dialled) {
    const id = this.#parts.newName();
    this.pending = { id, ...dialled };
    this.problem = null;
    this.#asked.set(id, this.pending);
    this.#parts.send({ method: "onOutgoingEvent", uuid: id, origin: this.#parts.origin, windowName: "deskbell",
      channel: "PHONE", channelType: "ORA_SVC_PHONE", outData: outDataOf(this.pending) });
    this.#timer = this.#parts.clock.start(() => this.#end(SILENT), PATIENCE);
    this.#parts.changed();
  }

  /**
   * An outbound communication began: the one that was asked for, or another one that took its place.
   *
   * @param {string} id
   * @returns {Record<string, string>}  what is known of whom it calls
   */
  begun(id) {
    const dial = this.#asked.get(id);
    if (this.pending) this.#end(null);
    return dial ? outDataOf(dial) : {};
  }

  /**
   * @param {unknown} errorCode
   * @param {unknown} errorMsg
   */
  failed(errorCode, errorMsg) {
    const code = words(errorCode, 64);
    const said = words(errorMsg, 300)?.replace(/[.\s]+$/, "") ?? "the partner phone gave no reason";
    this.#end(`The call could not be made: ${said}${code ? ` (${code})` : ""}.`);
  }

  forget() {
    this.#end(null);
  }

  /** @param {string | null} problem */
  #end(problem) {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = null;
    this.pending = null;
    this.problem = problem;
    this.#parts.changed();
  }
}

/** @param {Dial} dial @returns {Record<string, string>} */
function outDataOf({ id, number, name, ticket }) {
  return {
    SVCMCA_ANI: number,
    SVCMCA_COMMUNICATION_DIRECTION: "ORA_SVC_OUTBOUND",
    SVCMCA_CALL_ID: id,
    ...(name ? { SVCMCA_DISPLAY_NAME: name } : {}),
    ...(ticket ? { SVCMCA_SR_ID: String(ticket), SVCMCA_SR_NUM: String(ticket),
      SVCMCA_INTERACTION_REF_OBJ_TYPE: "SR", SVCMCA_INTERACTION_REF_OBJ_ID: String(ticket) } : {}),
  };
}
