import { PLAIN, sinceWhen } from "./situation.js";
import { endWords, WORDS } from "./genesys-words.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").LineRecord} LineRecord */
/** @typedef {import("./genesys-wire.js").GenesysEvent} GenesysEvent */

/**
 * @typedef {object} Entry
 * @property {string} id  the conversation's
 * @property {string} connection
 * @property {"ringing" | "dialing" | "established" | "held"} state
 * @property {"in" | "out"} direction
 * @property {string | null} number
 * @property {string | null} name
 * @property {string | null} parent  the connection of the call that this one asks about
 * @property {number | null} liveAt
 * @property {number | null} heldSince
 * @property {boolean} muted
 * @property {boolean} doubtful  not told of since the connection came back
 *
 * @typedef {{kind: "state" | "over" | "muted" | "none", entry: Entry | null, reason: string | null}} News
 */

/** @type {Record<string, Entry["state"]>} */
const STATES = {
  EventRinging: "ringing",
  EventDialing: "dialing",
  EventEstablished: "established",
  EventHeld: "held",
  EventRetrieved: "established",
};
const ENDS = ["EventReleased", "EventAbandoned", "EventDiverted", "EventDestinationBusy"];
/** @type {News} */
const NONE = { kind: "none", entry: null, reason: null };
const REMEMBERED = 100;

/** The calls of this agent as events tell them: ringing or dialing, then established or held, then over. */
export class GenesysCalls {
  #now;
  /** @type {Map<string, Entry>} by connection */
  #all = new Map();
  /** @type {string[]} */
  #over = [];

  /** @param {() => number} now */
  constructor(now) {
    this.#now = now;
  }

  get all() {
    return [...this.#all.values()];
  }

  /** @param {string} id  of the conversation */
  find(id) {
    return this.all.find((entry) => entry.id === id && entry.parent === null) ?? null;
  }

  /**
   * The question to a colleague that goes on beside a call.
   *
   * @param {Entry} entry
   */
  consultOf(entry) {
    return this.all.find((each) => each.parent === entry.connection) ?? null;
  }

  /**
   * The call that this connection, or the question on it, belongs to.
   *
   * @param {string | null} connection
   * @returns {Entry | null}
   */
  askedAbout(connection) {
    const entry = this.#all.get(connection ?? "") ?? null;
    return entry?.parent ? this.#all.get(entry.parent) ?? null : entry;
  }

  /**
   * @param {GenesysEvent} event
   * @returns {News}
   */
  take(event) {
    const id = event.connectionId;
    if (!id || this.#over.includes(id)) return NONE;
    if (event.previousConnectionId && event.eventName === "EventPartyChanged") this.#rename(event.previousConnectionId, id);
    if (ENDS.includes(event.eventName)) return this.#end(id, event);
    const state = STATES[event.eventName];
    const known = this.#all.get(id);
    if (state === undefined && !known) return NONE;
    const entry = known ?? this.#begun(id, event);
    return this.#change(entry, event, state, known === undefined);
  }

  /** Every call has to be told of again. */
  doubtAll() {
    for (const entry of this.#all.values()) entry.doubtful = true;
  }

  /** @returns {News[]} */
  endDoubtful() {
    const doubtful = this.all.filter((entry) => entry.doubtful);
    return doubtful.map((entry) => this.#end(entry.connection, { eventName: "EventReleased", seq: 0, reason: "lost" }));
  }

  /**
   * @param {Entry} entry
   * @param {GenesysEvent} event
   * @param {Entry["state"] | undefined} state
   * @param {boolean} isNew
   * @returns {News}
   */
  #change(entry, event, state, isNew) {
    entry.doubtful = false;
    this.#all.set(entry.connection, entry);
    this.#detail(entry, event);
    if (event.eventName === "EventMuteOn" || event.eventName === "EventMuteOff") return this.#mute(entry, event.eventName === "EventMuteOn");
    // What rings cannot ring again once it was answered: such news is old.
    const isOld = !isNew && (state === "ringing" || state === "dialing") && entry.state !== state;
    if (state && !isOld) this.#move(entry, state);
    return { kind: "state", entry, reason: null };
  }

  /**
   * @param {Entry} entry
   * @param {Entry["state"]} state
   */
  #move(entry, state) {
    if (state === "held" && entry.state !== "held") entry.heldSince = this.#now();
    if (state !== "held") entry.heldSince = null;
    if (state === "established" || state === "held") entry.liveAt ??= this.#now();
    entry.state = state;
  }

  /**
   * @param {Entry} entry
   * @param {boolean} muted
   * @returns {News}
   */
  #mute(entry, muted) {
    entry.muted = muted;
    return { kind: "muted", entry, reason: null };
  }

  /**
   * @param {Entry} entry
   * @param {GenesysEvent} event
   */
  #detail(entry, event) {
    const number = entry.direction === "in" ? event.ANI ?? event.otherDN : event.otherDN ?? event.ANI;
    entry.number = number ?? entry.number;
    entry.name = event.userData?.name ?? entry.name;
  }

  /**
   * @param {string} id
   * @param {GenesysEvent} event
   * @returns {Entry}
   */
  #begun(id, event) {
    const isOut = event.direction === "outbound" || (!event.direction && event.eventName === "EventDialing");
    const isConsult = String(event.callType ?? "").toLowerCase() === "consult";
    return {
      id: conversationOf(event, isConsult && isOut) ?? event.eventId ?? id,
      connection: id,
      state: "ringing",
      direction: isOut ? "out" : "in",
      number: null,
      name: null,
      parent: isConsult && isOut ? event.parentConnectionId ?? null : null,
      liveAt: null,
      heldSince: null,
      muted: false,
      doubtful: false,
    };
  }

  /**
   * @param {string} id
   * @param {GenesysEvent} event
   * @returns {News}
   */
  #end(id, event) {
    this.#over = [...this.#over, id].slice(-REMEMBERED);
    const entry = this.#all.get(id);
    this.#all.delete(id);
    return entry ? { kind: "over", entry, reason: reasonOf(entry, event) } : NONE;
  }

  /**
   * @param {string} previous
   * @param {string} id
   */
  #rename(previous, id) {
    const entry = this.#all.get(previous);
    if (!entry || this.#all.has(id)) return;
    this.#all.delete(previous);
    this.#over = [...this.#over, previous].slice(-REMEMBERED);
    entry.connection = id;
    this.#all.set(id, entry);
  }
}

/**
 * What names a call for all who talk with its customer, as the desk's own records have it.
 *
 * @param {GenesysEvent} event
 * @param {boolean} isQuestion  to a colleague
 */
function conversationOf({ callUuid }, isQuestion) {
  return !isQuestion && typeof callUuid === "string" && /^[\x21-\x7e]{1,128}$/.test(callUuid) ? callUuid : null;
}

/**
 * @param {Entry} entry
 * @param {GenesysEvent} event
 */
function reasonOf(entry, event) {
  if (event.reason === "lost") return "lost";
  const words = String(event.reason ?? "").toLowerCase();
  if (event.eventName === "EventDestinationBusy" || words.includes("busy")) return "busy";
  if (entry.state === "ringing") return event.eventName === "EventDiverted" ? "missed" : "cancelled";
  if (entry.state === "dialing") return /fail|error/.test(words) ? "failed" : "missed";
  return "hangup";
}

/**
 * @param {Entry} entry
 * @param {Entry | null} consult
 * @param {LineRecord | null} record  as the desk has written it down
 * @param {{mute: boolean}} abilities
 * @returns {Call}
 */
export function callFrom(entry, consult, record, abilities) {
  const isOn = entry.state === "established" || entry.state === "held";
  const number = record?.number ?? entry.number;
  const can = {
    ...PLAIN.can,
    hold: isOn && entry.state !== "held" && !consult,
    resume: isOn && entry.state === "held" && !consult,
    consult: isOn && !consult,
    handOver: consult !== null,
    cancelConsult: consult !== null,
  };
  return {
    id: entry.id,
    direction: entry.direction,
    with: record?.with || entry.name || number || WORDS.unknown,
    about: record?.about ?? null,
    ticket: record?.ticket ?? null,
    mine: true,
    away: null,
    otherAway: false,
    liveAt: sinceWhen(entry.liveAt, record?.liveAt),
    situation: {
      ...PLAIN,
      can,
      canMute: abilities.mute,
      digits: entry.state === "established",
      ringsByItself: true,
      playsMusic: false,
      elsewhere: WORDS.elsewhere,
      record: record?.key ?? null,
      heldSince: entry.heldSince,
      consult: consult && consultFrom(consult),
      unverified: record?.unverified ?? false,
      number,
      e164: entry.number && /^\+[0-9]{6,15}$/.test(entry.number) ? entry.number : null,
      pop: record?.pop ?? null,
      wrapUp: record?.wrapUp ?? false,
    },
  };
}

/** @param {Entry} consult */
function consultFrom(consult) {
  const isTalking = consult.state === "established" || consult.state === "held";
  const name = consult.name ?? consult.number ?? WORDS.colleague;
  return { name, state: /** @type {"talking" | "ringing"} */ (isTalking ? "talking" : "ringing"), role: /** @type {const} */ ("asking"), words: null };
}

/**
 * @param {Entry} entry
 * @param {Call} call
 * @returns {LineEvent}
 */
export function eventFrom(entry, call) {
  if (entry.state === "ringing") return { type: "incoming", call };
  return { type: entry.state === "dialing" ? "ringing" : "accepted", call };
}

/**
 * @param {Call} call
 * @param {string | null} reason
 * @param {"us" | "them" | null} by
 * @returns {LineEvent}
 */
export function endedEvent(call, reason, by) {
  return { type: "ended", call, words: by === "us" ? null : endWords(reason, call.direction), reason, by };
}
