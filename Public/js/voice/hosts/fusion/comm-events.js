import { CLASSIFICATION, DIRECTION, LIMITS, OPERATIONS } from "./constants.js";
import { contactFrom } from "./contact.js";
import { answerOf } from "./reading.js";
import { closeReason } from "./reasons.js";
import { Late, within } from "./within.js";

/** @typedef {import("../../../types.js").Call} Call */
/** @typedef {import("../../../types.js").LineEvent} LineEvent */
/** @typedef {import("./channel.js").Channel} Channel */
/** @typedef {import("./contact.js").Contact} Contact */
/** @typedef {import("./memory.js").Memory} Memory */

/**
 * A call as Fusion knows it.
 *
 * @typedef {object} Comm
 * @property {Call} call  as it was told last
 * @property {string} eventId
 * @property {"offered" | "started" | "closed"} phase
 * @property {Record<string, string>} out  what newCommEvent, or the click on a number, gave
 * @property {Promise<void>} queue  everything that is said of the call, one after the other
 * @property {string | null} reason  why it ends, where that is known before the line says so
 *
 * @typedef {object} CommEventsParts
 * @property {Channel} channel
 * @property {import("../../../types.js").Clock} clock
 * @property {Memory} memory
 * @property {string} hangUpReason
 * @property {string[]} lookUp  by what a caller is looked up, besides the number
 * @property {(call: Call, contact: Contact | null) => void} found
 * @property {(comm: Comm, response: any) => void} engaged  Fusion has opened its panel, or its wrap-up window
 */

/** Tells Fusion of calls: once of each, in order, and never of an answer before the offer was taken. */
export class CommEvents {
  #parts;
  /** @type {Map<string, Comm>} */
  #comms = new Map();
  /** @type {((call: Call) => {eventId: string, out: Record<string, string>} | null)} */
  #clicked = () => null;

  /** @param {CommEventsParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {(call: Call) => {eventId: string, out: Record<string, string>} | null} clicked  the click that a call comes of */
  comesOf(clicked) {
    this.#clicked = clicked;
  }

  /** @returns {Comm[]}  those that go on */
  get active() {
    return [...this.#comms.values()].filter((comm) => comm.phase !== "closed");
  }

  /** @param {string} eventId  as Fusion names it, or as it was named first */
  find(eventId) {
    return [...this.#comms.values()].reverse().find((comm) => comm.eventId === eventId || comm.call.id === eventId) ?? null;
  }

  /** @param {string} record  the desk's key of a call */
  findRecord(record) {
    const isIt = (/** @type {Call} */ { id, situation }) => (situation?.record ?? id).startsWith(record);
    return [...this.#comms.values()].reverse().find((comm) => isIt(comm.call)) ?? null;
  }

  /** @param {LineEvent} event */
  hear(event) {
    switch (event.type) {
      case "incoming":
      case "outgoing":
      case "ringing":
        return void this.#known(event.call);
      case "accepted":
        return this.#start(this.#known(event.call));
      case "ended":
        return this.#close(event);
    }
  }

  /**
   * Something about a call was changed over there, as when the agent chose another contact.
   *
   * @param {any} response
   */
  updated(response) {
    const { eventId, out } = answerOf(response);
    const comm = eventId === null ? this.active.at(-1) : this.find(eventId);
    const facts = Object.entries(out).filter(([name]) => name.startsWith("SVCMCA_"));
    if (comm && comm.phase !== "closed" && facts.length > 0) this.#learn(comm, Object.fromEntries(facts));
  }

  /**
   * The wrap-up of a closed call is done: Fusion's window goes away.
   *
   * @param {string} record  the desk's key of it
   */
  wrappedUp(record) {
    const comm = this.findRecord(record);
    if (!comm || comm.phase !== "closed" || comm.reason === "ENDCOMMUNICATION") return;
    comm.reason = "ENDCOMMUNICATION";
    this.#enqueue(comm, () => this.#sayClose(comm, "ENDCOMMUNICATION"));
  }

  /**
   * @param {Call} call
   * @returns {Comm}
   */
  #known(call) {
    const known = this.#comms.get(call.id);
    if (known) {
      known.call = call;
      return known;
    }
    return this.#parts.memory.read(call.id) ? this.#remembered(call) : this.#offer(call);
  }

  /**
   * Fusion heard of it from the page before this one.
   *
   * @param {Call} call
   */
  #remembered(call) {
    const told = this.#parts.memory.read(call.id) ?? { eventId: call.id, phase: /** @type {const} */ ("offered"), out: {} };
    const comm = { call, ...told, queue: Promise.resolve(), reason: null };
    this.#comms.set(call.id, comm);
    this.#parts.found(call, contactFrom(comm.out, numberOf(call)));
    return comm;
  }

  /** @param {Call} call */
  #offer(call) {
    const click = call.direction === "out" ? this.#clicked(call) : null;
    /** @type {Comm} */
    const comm = { call, eventId: click?.eventId ?? call.id, phase: "offered", out: click?.out ?? {}, queue: Promise.resolve(), reason: null };
    this.#comms.set(call.id, comm);
    this.#remember(comm);
    this.#enqueue(comm, () => this.#sayNew(comm));
    return comm;
  }

  /** @param {Comm} comm */
  #start(comm) {
    if (comm.phase !== "offered") return;
    comm.phase = "started";
    this.#remember(comm);
    this.#enqueue(comm, () => this.#sayStart(comm));
  }

  /** @param {Extract<LineEvent, {type: "ended"}>} ended */
  #close(ended) {
    const comm = this.#comms.get(ended.call.id) ?? (this.#parts.memory.read(ended.call.id) ? this.#remembered(ended.call) : null);
    if (!comm || comm.phase === "closed") return;
    const wasAnswered = comm.phase === "started";
    const reason = (!wasAnswered && comm.reason) || closeReason(ended, wasAnswered, this.#parts.hangUpReason);
    comm.phase = "closed";
    comm.reason = reason;
    this.#enqueue(comm, () => this.#sayClose(comm, reason));
    void comm.queue.then(() => this.#parts.memory.forget(ended.call.id));
  }

  /**
   * Whatever becomes of one thing that is said, the next follows.
   *
   * @param {Comm} comm
   * @param {() => Promise<void>} say
   */
  #enqueue(comm, say) {
    comm.queue = comm.queue.then(say).catch((error) => console.info("Fusion:", String(error)));
  }

  /** @param {Comm} comm */
  async #sayNew(comm) {
    const inData = { ...comm.out, ...this.#facts(comm.call), ...named(comm.call, this.#parts.lookUp) };
    const { answer } = this.#parts.channel.publish(OPERATIONS.newComm, this.#setters(comm), inData);
    // A late answer is still taken; what waits behind it does not wait for ever.
    const taken = answer.then((response) => this.#take(comm, response));
    taken.catch(() => {});
    await within(this.#parts.clock, taken, LIMITS.answer, OPERATIONS.newComm);
  }

  /**
   * @param {Comm} comm
   * @param {any} response
   */
  #take(comm, response) {
    const { eventId, out } = answerOf(response);
    if (eventId) comm.eventId = eventId;
    this.#learn(comm, out);
  }

  /**
   * @param {Comm} comm
   * @param {Record<string, string>} out
   */
  #learn(comm, out) {
    comm.out = { ...comm.out, ...out };
    this.#remember(comm);
    this.#parts.found(comm.call, contactFrom(comm.out, numberOf(comm.call)));
  }

  /** @param {Comm} comm */
  async #sayStart(comm) {
    const say = () => this.#parts.channel.publish(OPERATIONS.startComm, this.#setters(comm), this.#echo(comm)).inTime;
    this.#parts.engaged(comm, await twice(say));
  }

  /**
   * @param {Comm} comm
   * @param {string} reason
   */
  async #sayClose(comm, reason) {
    const setters = { ...this.#setters(comm), setReason: reason };
    const response = await twice(() => this.#parts.channel.publish(OPERATIONS.closeComm, setters, this.#echo(comm)).inTime);
    if (reason !== "ENDCOMMUNICATION") this.#parts.engaged(comm, response);
  }

  /** @param {Comm} comm */
  #setters(comm) {
    return { setAppClassification: CLASSIFICATION, setEventId: comm.eventId };
  }

  /**
   * What newCommEvent gave goes back with every later word. Its `callStatus` is always that of an incoming call.
   *
   * @param {Comm} comm
   * @returns {Record<string, string>}
   */
  #echo(comm) {
    const drop = comm.call.direction === "in" ? ["eventId"] : ["eventId", "callStatus"];
    const out = Object.fromEntries(Object.entries(comm.out).filter(([name]) => !drop.includes(name)));
    return { ...this.#facts(comm.call), ...out, SVCMCA_COMMUNICATION_DIRECTION: DIRECTION[comm.call.direction] };
  }

  /** @param {Call} call */
  #facts(call) {
    return { SVCMCA_ANI: numberOf(call), SVCMCA_COMMUNICATION_DIRECTION: DIRECTION[call.direction] };
  }

  /** @param {Comm} comm */
  #remember({ call, eventId, phase, out }) {
    if (phase !== "closed") this.#parts.memory.write(call.id, { eventId, phase, out });
  }
}

/**
 * An answer that says no is asked for once more; one that is only late is not.
 *
 * @template T
 * @param {() => Promise<T>} say
 */
async function twice(say) {
  try {
    return await say();
  } catch (error) {
    if (error instanceof Late) throw error;
    console.info("Fusion: once more after", String(error));
    return await say();
  }
}

/** @param {Call} call */
export function numberOf({ situation, with: name }) {
  return situation?.e164 ?? situation?.number ?? (/^\+\d[\d -]+$/.test(name) ? name.replace(/[ -]/g, "") : "");
}

/**
 * @param {Call} call
 * @param {string[]} lookUp
 * @returns {Record<string, string>}
 */
function named(call, lookUp) {
  const ticket = /\/tickets\/(\d+)$/.exec(call.ticket ?? "")?.[1];
  return {
    ...(lookUp.includes("ticket") && ticket ? { DESKBELL_TICKET: ticket } : {}),
    ...(lookUp.includes("name") && call.with && call.with !== numberOf(call) ? { SVCMCA_CONTACT_NAME: call.with } : {}),
  };
}
