/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */
/** @typedef {import("./amazon-connect-reading.js").Reading} Reading */

/** What the desk writes down of Amazon's calls: each report carries the whole call. */
export class Reports {
  #records;

  /** @param {Pick<import("./line-records.js").LineRecords, "report">} records */
  constructor(records) {
    this.#records = records;
  }

  /**
   * @param {Entry} entry
   * @param {Reading} reading
   */
  goesOn(entry, { phase, customer, direction, e164, name, ticket }) {
    const { target } = entry;
    /** @type {import("../../types.js").LineReport["state"]} */
    const state = phase !== "live" ? "ringing" : customer?.state === "hold" ? "held" : "live";
    const report = { state, direction, number: e164, name: name ?? target?.name ?? null, ticket: target?.ticket ?? ticket };
    const text = JSON.stringify(report);
    if (text === JSON.stringify(entry.report)) return;
    entry.report = report;
    this.#records.report(entry.id, report);
  }

  /**
   * @param {Entry} entry
   * @param {import("./amazon-connect-ends.js").End} end
   */
  ended(entry, { reason, by }) {
    const who = by === "us" ? "agent" : by === "them" ? "customer" : null;
    this.#records.report(entry.id, { ...entry.report, state: "ended", reason, by: who });
  }
}
