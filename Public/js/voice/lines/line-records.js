import { Listeners } from "../../lib/listeners.js";

/** @typedef {import("../../types.js").LineRecord} LineRecord */
/** @typedef {import("../../types.js").LineReport} LineReport */

const AGAIN = 20_000;
const MOST_ENDS = 6;

/**
 * What the desk writes down of the calls that a vendor keeps. A call that goes on is told again and again, so that the
 * desk knows that somebody still looks after it.
 */
export class LineRecords {
  #socket;
  #clock;
  #line;
  /** @type {Map<string, LineReport>} */
  #reports = new Map();
  /** @type {Listeners<LineRecord>} */
  #listeners = new Listeners();
  #isWaiting = false;
  /** @type {Map<string, number>} how often the end of a call was told again */
  #ends = new Map();

  /**
   * @param {object} parts
   * @param {Pick<import("../../lib/live-socket.js").LiveSocket, "send" | "onMessage">} parts.socket
   * @param {import("../../types.js").Clock} parts.clock
   * @param {string} parts.line
   */
  constructor({ socket, clock, line }) {
    this.#socket = socket;
    this.#clock = clock;
    this.#line = line;
    socket.onMessage((message) => {
      if (message.type === "ready") this.#tellAll();
      if (message.type === "lineCall" && message.line === line) this.#known({ ...message, liveAt: this.#here(message) });
    });
  }

  /**
   * Since when the call is live, by this page's clock.
   *
   * @param {import("../../types.js").LineCallMessage} message
   */
  #here({ liveAt, now }) {
    return typeof liveAt === "number" ? liveAt + (this.#clock.now() - now) : null;
  }

  /** @param {(record: LineRecord) => void} listener */
  know(listener) {
    this.#listeners.add(listener);
  }

  /**
   * Fields that are not given stay as they were said before.
   *
   * @param {string} call  the vendor's id
   * @param {Partial<LineReport>} fields
   */
  report(call, fields) {
    const known = this.#reports.get(call) ?? { state: "ringing", direction: "in" };
    if (known.state === "ended") return;
    const report = { ...known, ...fields };
    if (this.#reports.has(call) && JSON.stringify(report) === JSON.stringify(known)) return;
    this.#reports.set(call, report);
    this.#tell(call, report);
    this.#wait();
  }

  #wait() {
    if (this.#isWaiting || this.#reports.size === 0) return;
    this.#isWaiting = true;
    this.#clock.start(() => {
      this.#isWaiting = false;
      this.#tellAll();
      this.#wait();
    }, AGAIN);
  }

  #tellAll() {
    for (const [call, report] of this.#reports) {
      this.#tell(call, report);
      if (report.state === "ended") this.#tellEnd(call);
    }
  }

  /**
   * A desk that never heard of a call has nothing to say of its end.
   *
   * @param {string} call
   */
  #tellEnd(call) {
    const told = (this.#ends.get(call) ?? 0) + 1;
    this.#ends.set(call, told);
    if (told >= MOST_ENDS) this.#forget(call);
  }

  /** @param {string} call */
  #forget(call) {
    this.#reports.delete(call);
    this.#ends.delete(call);
  }

  /**
   * @param {string} call
   * @param {LineReport} report
   */
  #tell(call, report) {
    this.#socket.send({ type: "lineCall", line: this.#line, call, ...report });
  }

  /** @param {LineRecord} record */
  #known(record) {
    if (record.state === "ended" && this.#reports.get(record.call)?.state === "ended") this.#forget(record.call);
    this.#listeners.tell(record);
  }
}
