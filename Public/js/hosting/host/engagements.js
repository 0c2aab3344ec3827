import { isYes } from "./lookup.js";
import { words } from "./wire.js";

/** @typedef {import("../types.js").Attributes} Attributes */
/** @typedef {import("../types.js").CloseReason} CloseReason */
/** @typedef {import("../types.js").Contact} Contact */
/** @typedef {import("../types.js").EngagementState} EngagementState */
/** @typedef {import("../types.js").KnownTicket} KnownTicket */
/** @typedef {import("../types.js").Match} Match */

const KEPT = 50;
const OFFER_SECONDS = 20;
const LONGEST_SECONDS = 3_600;

/**
 * How a communication's end is written down.
 *
 * @type {Record<string, {reason: string, by: "agent" | "customer" | null}>}
 */
const ENDS = {
  REJECT: { reason: "rejected", by: "agent" },
  HANGUP: { reason: "hangup", by: "agent" },
  WRAPUP: { reason: "hangup", by: null },
  ENDCOMMUNICATION: { reason: "hangup", by: null },
  ABANDONED: { reason: "cancelled", by: "customer" },
  CANCELED: { reason: "cancelled", by: "agent" },
  MISSED: { reason: "missed", by: null },
  TIMEOUT: { reason: "missed", by: null },
};

/** One communication of the toolbar's, from the offer to the end of what is written about it. */
export class Engagement {
  /** @type {EngagementState} */
  state;
  /** @type {Match} */
  match = { contacts: [], total: 0, number: null };
  /** @type {Contact | null} */
  contact = null;
  /** @type {KnownTicket | null}  the one the call says it is about */
  ticket = null;
  /** @type {number | null} */
  liveAt = null;
  /** @type {string[]}  what the toolbar says it can do */
  commands = [];
  /** @type {string | null}  the command that it is about to do */
  pressed = null;
  held = false;
  muted = false;
  recording = false;
  /** The time for the offer is over. */
  expired = false;
  /** @type {import("../types.js").WrapUpValues} */
  wrapUp = { outcome: "", reason: "", note: "" };
  /** @type {import("../types.js").CallRecord | null} */
  record = null;
  /** @type {Promise<void>}  the answer to its beginning went out: what came early waits for that */
  answered = Promise.resolve();

  /**
   * @param {string} id
   * @param {Attributes} inData
   * @param {number} now
   */
  constructor(id, inData, now) {
    this.id = id;
    this.inData = inData;
    this.direction = isOutbound(inData) ? /** @type {const} */ ("out") : /** @type {const} */ ("in");
    this.state = this.direction === "out" ? "dialing" : "offered";
    this.offerUntil = now + 1_000 * (secondsIn(inData.SVCMCA_OFFER_TIMEOUT_SEC) ?? OFFER_SECONDS);
    this.acceptsItself = isYes(inData.AUTO_ACCEPT);
  }

  /** Its label, from the most to the least telling. */
  get name() {
    const { SVCMCA_DISPLAY_NAME: shown, SVCMCA_CONTACT_NAME: name, SVCMCA_ORG_NAME: org, SVCMCA_SR_TITLE: title } = this.inData;
    return this.contact?.name ?? words(shown, 200) ?? words(name, 200) ?? words(org, 200) ?? words(title, 200) ?? this.number ?? "Unknown caller";
  }

  /** The number as people read it. */
  get number() {
    return this.match.number?.words ?? words(this.inData.SVCMCA_ANI, 64);
  }

  get isOpen() {
    return this.state !== "over" && this.state !== "wrapUp";
  }

  /** @param {number} now */
  start(now) {
    if (this.state !== "offered" && this.state !== "dialing") return false;
    this.state = "live";
    this.liveAt = now;
    this.pressed = null;
    return true;
  }

  /**
   * A call that nobody answered has nothing to wrap up; whoever hangs up wraps up, whatever the toolbar calls it.
   *
   * @param {unknown} reason
   * @returns {boolean}  whether this changed anything
   */
  close(reason) {
    const before = this.state;
    const wrapsUp = reason === "WRAPUP" || reason === "HANGUP" || !(String(reason) in ENDS);
    if (before === "over" || (before === "wrapUp" && wrapsUp)) return false;
    this.state = before === "live" && wrapsUp ? "wrapUp" : "over";
    this.pressed = null;
    return true;
  }

  /** @param {unknown} reason */
  static end(reason) {
    return ENDS[String(reason)] ?? ENDS.WRAPUP;
  }
}

/** The communications there are, by their ids; those that are over stay known for a while. */
export class Engagements {
  /** @type {Map<string, Engagement>} */
  #all = new Map();

  /** @param {string} id */
  get(id) {
    return this.#all.get(id) ?? null;
  }

  /** @param {Engagement} engagement */
  add(engagement) {
    this.#all.set(engagement.id, engagement);
    for (const [id, { state }] of this.#all) {
      if (this.#all.size <= KEPT) break;
      if (state === "over") this.#all.delete(id);
    }
  }

  get open() {
    return [...this.#all.values()].filter((engagement) => engagement.isOpen);
  }

  /** The one that rings. */
  get offered() {
    return this.open.find(({ state, expired }) => state === "offered" && !expired) ?? null;
  }

  /**
   * The one in the panel: who is talked to, or dialled.
   *
   * @param {string | null} preferred
   */
  front(preferred) {
    const running = this.open.filter(({ state }) => state === "live" || state === "dialing");
    return running.find(({ id }) => id === preferred) ?? running.at(-1) ?? null;
  }
}

/**
 * @param {unknown} value
 * @returns {number | null}
 */
export function secondsIn(value) {
  const seconds = Number(value);
  return value !== "" && value !== null && Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_SECONDS) : null;
}

/** @param {Attributes} inData */
function isOutbound(inData) {
  return /outbound/i.test(String(inData.SVCMCA_COMMUNICATION_DIRECTION ?? inData.callDirection ?? ""));
}
