/** @typedef {import("./genesys-calls.js").Entry} Entry */
/** @typedef {import("../../types.js").Target} Target */

/** The call that this page is about to make: it is one as soon as Genesys says so. */
export class GenesysDialling {
  #wire;
  #waits;
  #isDialling = false;
  /** What was dialled is not wanted any more. */
  #isGivenUp = false;

  /**
   * @param {import("./genesys-wire.js").GenesysWire} wire
   * @param {import("./genesys-waits.js").GenesysWaits} waits
   */
  constructor(wire, waits) {
    this.#wire = wire;
    this.#waits = waits;
  }

  /** @param {Target} target */
  async dial(target) {
    this.#isGivenUp = false;
    this.#isDialling = true;
    const userData = { name: target.name, ...(target.ticket === null ? {} : { ticket: String(target.ticket) }) };
    const sending = this.#wire.send({ type: "makeCall", toNumber: target.phone, userData });
    try {
      await this.#waits.expect(null, (entry) => entry?.direction === "out" && entry.parent === null, sending);
    } catch (error) {
      this.#isGivenUp = false;
      throw error;
    } finally {
      this.#isDialling = false;
    }
  }

  giveUp() {
    this.#isGivenUp = this.#isDialling;
  }

  /**
   * @param {Entry} entry
   * @returns {boolean}  whether this call came too late: then it is ended
   */
  refuses(entry) {
    if (!this.#isGivenUp || entry.direction !== "out") return false;
    this.#isGivenUp = false;
    this.#wire.send({ type: "hangup", connectionId: entry.connection }).catch(() => {});
    return true;
  }
}
