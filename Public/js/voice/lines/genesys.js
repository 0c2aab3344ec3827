import { callFrom, endedEvent, eventFrom, GenesysCalls } from "./genesys-calls.js";
import { GenesysCommands } from "./genesys-commands.js";
import { GenesysDialling } from "./genesys-dialling.js";
import { GenesysService } from "./genesys-service.js";
import { GenesysWaits } from "./genesys-waits.js";
import { GenesysWire, ownSocket } from "./genesys-wire.js";
import { WORDS } from "./genesys-words.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("../../types.js").LineRecord} LineRecord */
/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("./genesys-calls.js").Entry} Entry */
/** @typedef {import("./genesys-wire.js").EventSocket} EventSocket */
/** @typedef {import("./genesys-wire.js").GenesysEvent} GenesysEvent */

/**
 * @typedef {object} GenesysParts
 * @property {{needsSignIn?: boolean}} settings
 * @property {Pick<import("../../lib/live-socket.js").LiveSocket, "send">} socket  to the desk
 * @property {import("../../types.js").Clock} clock
 * @property {Pick<import("./line-records.js").LineRecords, "know">} records
 * @property {typeof fetch} [fetch]
 * @property {() => EventSocket} [openSocket]
 * @property {() => number} [random]
 * @property {(path: string) => void} [leaveFor]
 */

/** Calls that are not told of for so long after the connection came back are over. */
const RESYNC = 15_000;

/**
 * Calls that Genesys carries to the agent's own phone: this page says what to do with them, and hears what became of it.
 *
 * @implements {Line}
 */
export class GenesysLine {
  #socket;
  #clock;
  #wire;
  #commands;
  #waits;
  #calls;
  #leaveFor;
  /** @type {Map<string, LineRecord>} */
  #records = new Map();
  /** @type {(event: LineEvent) => void} */
  #tell = () => {};
  #service;
  /** @type {Map<string, string>} connections of calls that are over and can be wrapped up */
  #done = new Map();
  #dialling;
  /** @type {"available" | "unavailable" | null} */
  #presence = null;
  /** @type {number | null} */
  #resync = null;

  /** @param {GenesysParts} parts */
  constructor({ settings, socket, clock, records, fetch = (...asked) => window.fetch(...asked), openSocket = ownSocket, random = Math.random, leaveFor }) {
    this.#socket = socket;
    this.#clock = clock;
    this.#service = new GenesysService(settings.needsSignIn ?? false, (event) => this.#tell(event));
    this.#leaveFor = leaveFor ?? goTo;
    this.#calls = new GenesysCalls(clock.now);
    this.#waits = new GenesysWaits(clock, () => void this.#wire.reread());
    const heard = (/** @type {GenesysEvent} */ event) => this.#heard(event);
    this.#wire = new GenesysWire({ openSocket, fetch, clock, random, heard, stands: (words) => this.#service.stands(words) });
    this.#dialling = new GenesysDialling(this.#wire, this.#waits);
    this.#commands = new GenesysCommands({
      ...{ wire: this.#wire, waits: this.#waits, calls: this.#calls },
      callOf: (entry) => this.#call(entry),
      tell: (event) => this.#tell(event),
    });
    records.know((record) => this.#know(record));
  }

  /** @returns {import("../../types.js").Capabilities} */
  get capabilities() {
    const rest = { hold: true, digits: true, canReject: true, consult: true };
    return { mediaInPage: false, needsLogin: this.#service.needsSignIn, ...this.#service.abilities, ...rest };
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#tell = listener;
    this.#wire.start();
  }

  ready = () => this.#choose("available");
  unavailable = () => this.#choose("unavailable");

  /** @param {"available" | "unavailable"} presence  before Genesys knows this agent, it is a wish */
  #choose(presence) {
    this.#presence = presence;
    if (this.#service.isRegistered) this.#order({ type: presence });
  }

  /** @param {Target} target */
  takes(target) {
    return target.phone !== null && target.by !== "page";
  }

  dial = (/** @type {Target} */ target) => this.#dialling.dial(target);
  cancel = () => this.#dialling.giveUp();

  accept = (/** @type {Call} */ call) => this.#commands.accept(call);
  reject = (/** @type {Call} */ call) => this.#commands.end("reject", call);
  hangUp = (/** @type {Call} */ call) => this.#commands.end("hangup", call);
  async rejoin() {}

  /**
   * @param {Call} call
   * @param {boolean} muted
   */
  mute(call, muted) {
    this.#commands.send(call, muted ? "mute" : "unmute");
  }

  /**
   * @param {Call} call
   * @param {import("../../types.js").CallCommand | "hangUp"} command
   * @returns {void}
   */
  command(call, command) {
    if (command !== "hangUp") return this.#commands.press(call, command);
    const isAsking = Boolean(call.situation?.consult);
    return isAsking ? this.#commands.press(call, "handOver") : this.hangUp(call);
  }

  /**
   * @param {Call} call
   * @param {number} agent
   */
  consult(call, agent) {
    this.#commands.send(call, "initiateTransfer", { toAgent: agent });
  }

  /** @param {Call} call */
  askColleagues(call) {
    this.#socket.send({ type: "targets", call: this.#records.get(call.id)?.key ?? call.id });
  }

  /**
   * @param {Call} call
   * @param {string} digits
   */
  sendDigits(call, digits) {
    this.#commands.send(call, "sendDtmf", { digits });
  }

  /** The button of the service: signs in, or tries again. */
  act() {
    const path = this.#service.signInPath;
    return path === null ? this.#wire.restart() : this.#leaveFor(path);
  }

  /** @param {string} call  by either name, the vendor's or the desk's */
  wrapUpDone(call) {
    const known = [...this.#records.values()].find((record) => record.key === call)?.call ?? call;
    const done = this.#done.get(known);
    if (done && this.#service.abilities.wrapUp) this.#order({ type: "wrapUp", connectionId: done });
  }

  /** @param {import("./genesys-wire.js").GenesysRequest} request  whose failing is shown by the line's state */
  #order(request) {
    this.#wire.send(request).catch(() => {});
  }

  // Hearing

  /** @param {GenesysEvent} event */
  #heard(event) {
    switch (event.eventName) {
      case "EventRegistered":
        return this.#registered(event);
      case "EventAgentReady":
      case "EventAgentNotReady":
      case "EventUnregistered":
      case "EventAgentLogout":
        return this.#service.agentChanged(event);
      case "EventError":
        return this.#erred(event);
      default:
        this.#changed(this.#calls.take(event), event);
    }
  }

  /** @param {GenesysEvent} event */
  #registered(event) {
    this.#service.registered(event);
    if (this.#presence) this.#order({ type: this.#presence });
    this.#calls.doubtAll();
    if (this.#resync !== null) this.#clock.stop(this.#resync);
    this.#resync = this.#clock.start(() => {
      this.#resync = null;
      for (const news of this.#calls.endDoubtful()) this.#changed(news, null);
    }, RESYNC);
  }

  /** @param {GenesysEvent} event */
  #erred(event) {
    if (this.#service.erred(event)) return;
    const words = event.errorMessage ?? WORDS.lost;
    if (this.#waits.refuse(event.connectionId ?? null, words)) return;
    const entry = this.#calls.askedAbout(event.connectionId ?? null);
    // A hand-over that was taken on is refused so: the call stays here.
    if (entry && this.#commands.takeBack(entry)) this.#show(entry);
    this.#tell({ type: "refused", call: entry?.id ?? null, words });
  }

  /**
   * @param {import("./genesys-calls.js").News} news
   * @param {GenesysEvent | null} event
   */
  #changed({ kind, entry, reason }, event) {
    if (!entry) return;
    if (kind === "muted") return this.#tell({ type: "muted", call: entry.id, muted: entry.muted });
    const parent = this.#calls.askedAbout(entry.parent);
    if (entry.parent !== null) {
      this.#waits.settle(entry, kind === "over");
      return parent && this.#show(parent);
    }
    if (kind === "over") this.#over(entry, reason, event);
    else if (this.#dialling.refuses(entry)) this.#commands.letGo(entry);
    else if (!this.#commands.hasEnded(entry)) this.#show(entry);
    this.#waits.settle(entry, kind === "over");
  }

  /**
   * @param {Entry} entry
   * @param {string | null} reason
   * @param {GenesysEvent | null} event
   */
  #over(entry, reason, event) {
    const isOurs = this.#commands.takeBack(entry);
    const by = isOurs ? "us" : event?.reason === "peer" || reason === "cancelled" ? "them" : null;
    const own = entry.direction === "out" ? "cancelled" : "rejected";
    const why = isOurs && entry.liveAt === null ? own : reason;
    this.#done.set(entry.id, entry.connection);
    this.#tell(endedEvent(this.#call(entry), why, by));
  }

  /** @param {LineRecord} record */
  #know(record) {
    this.#records.set(record.call, record);
    const entry = this.#calls.find(record.call);
    if (entry && !this.#commands.hasEnded(entry)) this.#show(entry);
  }

  // Telling

  /** @param {Entry} entry */
  #show(entry) {
    this.#tell(eventFrom(entry, this.#call(entry)));
  }

  /** @param {Entry} entry */
  #call(entry) {
    return callFrom(entry, this.#calls.consultOf(entry), this.#records.get(entry.id) ?? null, this.#service.abilities);
  }
}

/**
 * Sign-in pages refuse to stand in frames.
 *
 * @param {string} path
 */
function goTo(path) {
  if (window.parent === window) location.assign(path);
  else window.open(path, "deskbell-sign-in");
}

/**
 * @param {GenesysParts} parts
 * @returns {GenesysLine}
 */
export const open = (parts) => new GenesysLine(parts);
