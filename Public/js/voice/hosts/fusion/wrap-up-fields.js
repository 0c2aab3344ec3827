import { callKey } from "../../call-key.js";
import { EVENTS, OPERATIONS, WRAP_UP } from "./constants.js";
import { ask, dataOf, read } from "./reading.js";

/** @typedef {import("../../wrapping-up.js").WrappingUp} WrappingUp */
/** @typedef {import("./comm-events.js").Comm} Comm */

/**
 * @typedef {object} WrapUpFieldsParts
 * @property {import("./channel.js").Channel} channel
 * @property {WrappingUp} wrappingUp
 * @property {(call: string) => boolean} isTalk  it goes on: there is no form until its end
 * @property {(call: string) => void} done  the wrap-up of this call was saved here
 * @property {() => void} changed  the form is to show what Fusion says
 */

const NOTE = "note";
const OUTCOME = "outcome";

/** Keeps the note and the outcome of a call the same here and in Fusion's wrap-up window. */
export class WrapUpFields {
  #parts;
  /** @type {any} Fusion's record of the wrap-up, of the call that is written about */
  #record = null;
  /** @type {Comm | null} whose record that is */
  #comm = null;
  /** @type {string | null} */
  #call = null;
  /** @type {{note: string, outcome: string}} as both sides have it */
  #same = { note: "", outcome: "" };

  /** @param {WrapUpFieldsParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.wrappingUp.watch(({ form, answers }) => {
      const before = this.#call;
      this.#call = form?.call ?? null;
      if (form) return this.#tell(answers);
      if (before === null || parts.isTalk(before)) return;
      this.#record = null;
      parts.done(before);
    });
  }

  /**
   * Fusion has opened an engagement; the newest one has the wrap-up of its call.
   *
   * @param {Comm} comm
   * @param {any} response  of startCommEvent or closeCommEvent
   */
  async follow(comm, response) {
    const engagement = await read(dataOf(response), "getEngagementContext", "engagementContext");
    const record = await ask(engagement, "getWrapupContext");
    if (!record || record === this.#record) return;
    [this.#record, this.#comm] = [record, comm];
    this.#same = { note: "", outcome: "" };
    this.#hear(EVENTS.fieldChanged, (data) => this.#changed(data));
    this.#hear(EVENTS.afterSave, () => {
      if (!this.#isAnothers) void this.#parts.wrappingUp.save();
    });
    const { form, answers } = this.#parts.wrappingUp.view;
    if (form) this.#tell(answers);
  }

  /** What was typed here. */
  typed() {
    this.#tell(this.#parts.wrappingUp.view.answers);
  }

  /** Whether the form that is open is about another call than Fusion's record: what stands in one is not for the other. */
  get #isAnothers() {
    const { form } = this.#parts.wrappingUp.view;
    const call = this.#comm?.call;
    return Boolean(form && call && form.call !== (call.situation?.record ?? callKey(call.id)));
  }

  /**
   * The first of these names that this build knows.
   *
   * @param {string[]} names
   * @param {(data: any) => void} heard
   */
  #hear(names, heard) {
    const record = this.#record;
    const ifCurrent = (/** @type {any} */ response) => record === this.#record && heard(dataOf(response));
    names.some((name) => this.#parts.channel.subscribe(name, ifCurrent, record));
  }

  /** @param {any} data */
  #changed(data) {
    const name = String(read(data, "getFieldName", "fieldName") ?? "");
    const value = String(read(data, "getNewValue", "newValue") ?? read(data, "getValue", "value") ?? "");
    const field = name === WRAP_UP.note ? NOTE : name === WRAP_UP.outcome ? OUTCOME : null;
    if (!field || this.#same[field] === value || this.#isAnothers) return;
    this.#same[field] = value;
    this.#parts.wrappingUp.type({ [field]: value });
    this.#parts.changed();
  }

  /** @param {{note: string, outcome: string}} answers */
  #tell(answers) {
    if (!this.#record || this.#isAnothers) return;
    for (const field of /** @type {const} */ ([NOTE, OUTCOME])) {
      if (this.#same[field] === answers[field]) continue;
      this.#same[field] = answers[field];
      this.#set(WRAP_UP[field], answers[field]);
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #set(name, value) {
    const request = this.#parts.channel.request(OPERATIONS.setField);
    const field = ask(request, "field");
    if (typeof field?.setValue !== "function") return;
    field.setValue(name, value);
    void Promise.resolve(ask(this.#record, "publish", request)).catch((error) => console.info("Fusion: wrap-up field not set", error));
  }
}
