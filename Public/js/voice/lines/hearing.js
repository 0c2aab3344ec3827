/**
 * What WebRTC counted of one incoming stream so far.
 *
 * @typedef {object} Sample
 * @property {number} at  milliseconds
 * @property {number} packets  received since the beginning
 * @property {number} lost  since the beginning
 * @property {number} jitter  seconds
 * @property {number} roundTrip  seconds, 0 where unknown
 */

const SILENT_AFTER = 4_000;
const JUDGED_AFTER = 6_000;
const BAD = { loss: 0.08, roundTrip: 0.6, jitter: 0.08 };
const GOOD = { loss: 0.04, roundTrip: 0.45, jitter: 0.06 };

/** How well this page hears one other, judged slowly so that words do not flicker. */
export class Hearing {
  /** Nothing arrives. */
  silent = false;
  /** Much is lost or late. */
  weak = false;

  /** @type {Sample | null} */
  #last = null;
  #arrivedAt = 0;
  /** @type {number | null} */
  #otherwiseSince = null;

  /**
   * @param {Sample} sample
   * @returns {boolean}  whether sound arrived since the last one
   */
  take(sample) {
    const last = this.#last;
    this.#last = sample;
    const arrived = last !== null && sample.packets > last.packets;
    if (arrived || last === null || sample.packets < last.packets) this.#arrivedAt = sample.at;
    this.silent = sample.at - this.#arrivedAt >= SILENT_AFTER;
    if (last && arrived) this.#judge(last, sample);
    return arrived;
  }

  /** The way to the other page is new or broken: what was counted says nothing about it. */
  forget() {
    this.#last = null;
    this.silent = this.weak = false;
    this.#otherwiseSince = null;
  }

  /**
   * @param {Sample} last
   * @param {Sample} sample
   */
  #judge(last, sample) {
    const lost = Math.max(0, sample.lost - last.lost);
    const loss = lost / (lost + sample.packets - last.packets);
    const limits = this.weak ? GOOD : BAD;
    const bad = loss > limits.loss || sample.roundTrip > limits.roundTrip || sample.jitter > limits.jitter;
    if (bad === this.weak) this.#otherwiseSince = null;
    else this.#otherwiseSince ??= last.at;
    if (this.#otherwiseSince === null || sample.at - this.#otherwiseSince < JUDGED_AFTER) return;
    this.weak = bad;
    this.#otherwiseSince = null;
  }
}

/**
 * @param {Iterable<any>} reports  of one connection, from getStats
 * @param {number} at
 * @returns {Sample}
 */
export function sampleFrom(reports, at) {
  const all = [...reports];
  const stream = all.find((report) => report.type === "inbound-rtp" && report.kind === "audio");
  const remote = all.find((report) => report.type === "remote-inbound-rtp" && report.kind === "audio");
  const pair = all.find((report) => report.type === "candidate-pair" && report.nominated && report.state === "succeeded");
  const { packetsReceived: packets = 0, packetsLost: lost = 0, jitter = 0 } = stream ?? {};
  return { at, packets, lost, jitter, roundTrip: remote?.roundTripTime ?? pair?.currentRoundTripTime ?? 0 };
}
