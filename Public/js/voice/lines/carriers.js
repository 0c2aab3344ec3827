/** @typedef {import("../../types.js").CallMessage} CallMessage */
/** @typedef {import("../../types.js").Carrier} Carrier */
/** @typedef {import("../../types.js").CarrierName} CarrierName */
/** @typedef {import("../../types.js").ServerMessage} ServerMessage */
/** @typedef {{embedded: Carrier, twilio: Carrier | null}} CarrierSet  null: this page has no telephone line */

/** Whichever carries a call's sound. */
export class Carriers {
  #set;
  #nameOf;

  /**
   * @param {CarrierSet} set
   * @param {(call: string) => CarrierName} nameOf
   */
  constructor(set, nameOf) {
    this.#set = set;
    this.#nameOf = nameOf;
  }

  /** @param {string} call */
  of(call) {
    return this.#set[this.#nameOf(call)];
  }

  /** @param {ServerMessage} message */
  hear(message) {
    this.#each((carrier) => carrier.hear(message));
  }

  /** @param {MediaStreamTrack} track */
  use(track) {
    this.#each((carrier) => carrier.use(track));
  }

  mend() {
    this.#each((carrier) => carrier.mend());
  }

  /** @param {string} call */
  close(call) {
    this.#each((carrier) => carrier.close(call));
  }

  /** @param {(carrier: Carrier) => void} run */
  #each(run) {
    for (const carrier of [this.#set.embedded, this.#set.twilio]) if (carrier) run(carrier);
  }
}
