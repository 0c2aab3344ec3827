import { Problem } from "../problem.js";
import { ask, readOr } from "./amazon-connect-ask.js";
import { Clearing } from "./amazon-connect-clearing.js";
import { driven, Ending } from "./amazon-connect-ending.js";
import { newEntry } from "./amazon-connect-entry.js";
import { endOf, LOST } from "./amazon-connect-ends.js";
import { isVoice, readContact } from "./amazon-connect-reading.js";
import { Reports } from "./amazon-connect-reports.js";
import { callFrom } from "./amazon-connect-situation.js";
import { CALL_GONE, NEVER_CONNECTED, NOT_ENDED, refusalWords } from "./amazon-connect-words.js";

/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("./amazon-connect-entry.js").Entry} Entry */
/** @typedef {import("./amazon-connect-entry.js").Pressed} Pressed */
/** @typedef {import("./amazon-connect-reading.js").Reading} Reading */
/** @typedef {import("./amazon-connect-streams.js").Contact} Contact */

/**
 * @typedef {object} CallsParts
 * @property {import("../../types.js").Clock} clock
 * @property {(event: import("../../types.js").LineEvent) => void} tell
 * @property {Pick<import("./line-records.js").LineRecords, "report">} records
 * @property {() => string | undefined} agentState
 * @property {() => Contact[] | null} contacts  those Amazon has now
 * @property {(id: string, pressed: Pressed) => void} share  with this agent's other tabs
 * @property {(entry: Entry, reading: Reading) => void} looked
 * @property {() => void} failedOutgoing
 */

const CONNECTED_WITHIN = 20_000;
const FOUND_WITHIN = 30_000;
const EVENTS = /** @type {const} */ ([
  ...["onIncoming", "onPending", "onConnecting", "onAccepted", "onConnected"],
  ...["onRefresh", "onMissed", "onACW", "onEnded", "onError"],
]);

/** Amazon's contacts as calls: each is read anew with whatever is heard of it, so lost and doubled news do no harm. */
export class ConnectCalls {
  #parts;
  #ending;
  #reports;
  /** @type {Map<string, Entry>} */
  #entries = new Map();
  /** @type {number | null} */
  #pause = null;
  /** @type {Map<string, Pressed>} in another tab, perhaps before the call was heard of here */
  #pressed = new Map();
  /** @type {{target: Target, cancelled: boolean, arrived: () => void} | null} */
  dialled = null;

  /** @param {CallsParts} parts */
  constructor(parts) {
    const { clock } = parts;
    this.#parts = parts;
    this.clearing = new Clearing(clock);
    this.#reports = new Reports(parts.records);
    this.#ending = new Ending({
      clock,
      read: (entry) => this.read(entry),
      goesOn: (entry) => this.#entries.get(entry.id) === entry,
      gaveUp: (entry) => this.#giveBack(entry),
    });
  }

  /** Whether a new frame would cut somebody off. */
  get isBusy() {
    return [...this.#entries.values()].some((entry) => entry.phase === "live" || entry.phase === "outgoing");
  }

  get live() {
    return [...this.#entries.values()].filter((entry) => entry.phase === "live");
  }

  /** @param {string} id */
  entry(id) {
    return this.#entries.get(id) ?? null;
  }

  /** @param {Entry} entry */
  read(entry) {
    return readContact(entry.contact, entry.accepted);
  }

  /** @param {Contact} contact  heard of for the first time, or again */
  take(contact) {
    const id = readOr(() => contact.getContactId(), null);
    if (id === null || !isVoice(contact)) return;
    const known = this.#entries.get(id);
    if (known) known.contact = contact;
    else this.#begin(id, contact);
    for (const event of EVENTS) contact[event](() => this.look(id));
    contact.onDestroy(() => this.#destroyed(id));
    this.look(id);
  }

  /** After a new beginning, or where news were lost: what Amazon does not have any more is over. */
  compare() {
    const contacts = this.#parts.contacts();
    if (!contacts) return;
    const byId = new Map(contacts.map((contact) => [readOr(() => contact.getContactId(), ""), contact]));
    for (const id of [...this.#entries.keys()]) {
      const entry = this.#entries.get(id);
      const contact = byId.get(id);
      if (entry && contact) entry.contact = contact;
      if (contact) this.look(id);
      else this.#over(id, "gone");
    }
    for (const [id, contact] of byId) {
      if (!this.#entries.has(id) && readContact(contact, false)?.phase !== "over") this.take(contact);
    }
  }

  /** @param {string} id */
  look(id) {
    const entry = this.#entries.get(id);
    if (!entry || this.#pause !== null) return;
    const reading = this.read(entry);
    if (!reading || reading.phase === "over") return this.#over(id, reading?.state ?? "gone");
    if (reading.phase === null || (entry.phase === "live" && reading.phase !== "live")) return;
    if (reading.phase === "live" && entry.phase !== "live") this.#live(entry, reading);
    entry.phase = reading.phase;
    this.#tell(entry, reading);
    this.#parts.looked(entry, reading);
    if (driven(entry)) this.#ending.drive(entry);
  }

  /**
   * Answers; done when the sound stands.
   *
   * @param {string} id
   * @returns {Promise<void>}
   */
  accept(id) {
    const entry = this.#entries.get(id);
    if (!entry) return Promise.reject(new Problem(CALL_GONE));
    const { clock } = this.#parts;
    entry.accepted = true;
    this.#parts.share(id, "accept");
    return new Promise((done, failed) => {
      const timer = clock.start(() => entry.answering?.(new Problem(NEVER_CONNECTED)), CONNECTED_WITHIN);
      entry.answering = (problem) => {
        clock.stop(timer);
        entry.answering = null;
        if (problem) failed(problem);
        else done();
      };
      // An answer that is lost is no refusal: the call may be connected all the same.
      const asked = ask(clock, (answers) => entry.contact.accept(answers), CONNECTED_WITHIN);
      asked.catch((error) => entry.answering?.(new Problem(refusalWords("accept", error))));
    });
  }

  /**
   * @param {string} id
   * @param {"reject" | "hangUp"} wish
   */
  end(id, wish) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#parts.share(id, wish);
    this.#ending.want(entry, wish);
  }

  /**
   * What this person pressed in another tab.
   *
   * @param {string} id
   * @param {Pressed} pressed
   */
  heardOf(id, pressed) {
    this.#pressed.set(id, pressed);
    const entry = this.#entries.get(id);
    if (entry && pressed === "accept") entry.accepted = true;
    else if (entry) Object.assign(entry, { wish: pressed, wishedElsewhere: true });
  }

  /** @param {import("../../types.js").LineRecord} known  what the desk says of a call */
  know(known) {
    const entry = this.#entries.get(known.call);
    this.clearing.name(known.call, known.key);
    // Nobody is going to write about it.
    if (!entry && known.state === "ended" && !known.wrapUp) void this.clearing.clear(known.call);
    if (!entry) return;
    entry.known = known;
    this.look(entry.id);
  }

  /**
   * The sound of every call that waits for it cannot be carried.
   *
   * @param {string} words
   */
  soundFailed(words) {
    for (const entry of this.#entries.values()) entry.answering?.(new Problem(words));
  }

  /** A new frame begins: until it has told which calls there are, nobody knows. */
  pause() {
    this.#resume();
    if (this.#entries.size === 0) return;
    this.#pause = this.#parts.clock.start(() => {
      this.#resume();
      for (const id of [...this.#entries.keys()]) this.#over(id, "lost");
    }, FOUND_WITHIN);
  }

  /** The frame tells again. */
  goOn() {
    this.#resume();
    this.compare();
  }

  #resume() {
    if (this.#pause !== null) this.#parts.clock.stop(this.#pause);
    this.#pause = null;
  }

  /** @param {object} dialled  no contact came of it: the next one is another's */
  forgetDialled(dialled) {
    if (this.dialled === dialled) this.dialled = null;
  }

  /**
   * @param {string} id
   * @param {Contact} contact
   */
  #begin(id, contact) {
    const entry = newEntry(id, contact, this.#pressed.get(id) ?? null);
    this.#entries.set(id, entry);
    if (!this.dialled || this.read(entry)?.direction !== "out") return;
    entry.target = this.dialled.target;
    if (this.dialled.cancelled) entry.wish = "hangUp";
    this.dialled.arrived();
    this.dialled = null;
  }

  /** @param {string} id */
  #destroyed(id) {
    if (this.#pause !== null) return;
    this.clearing.forget(id);
    this.#over(id, "gone");
  }

  /**
   * @param {Entry} entry
   * @param {Reading} reading
   */
  #live(entry, reading) {
    entry.liveAt = this.#parts.clock.now() - reading.since;
    entry.answering?.(null);
  }

  /**
   * @param {Entry} entry
   * @param {Reading} reading
   */
  #tell(entry, reading) {
    const call = callFrom(reading, entry, this.#parts.clock.now());
    const type = reading.phase === "live" ? "accepted" : reading.phase === "incoming" ? "incoming" : "outgoing";
    const shown = JSON.stringify([type, call]);
    if (shown === entry.shown) return;
    Object.assign(entry, { shown, call });
    this.#parts.tell({ type, call });
    this.#reports.goesOn(entry, reading);
  }

  /**
   * @param {string} id
   * @param {string} state  the contact's, "gone", or "lost"
   */
  #over(id, state) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#pressed.delete(id);
    const wrapsUp = entry.phase === "live" || (entry.phase === null && state === "ended");
    if (state !== "gone" && state !== "lost") this.clearing.take(id, entry.contact, wrapsUp);
    // Amazon still waits for the note: the desk says which call it is.
    if (entry.phase === null && state === "ended") this.#parts.records.report(id, { state: "ended", direction: "in" });
    if (entry.call === null) return;
    const end = state === "lost" ? LOST : endOf(entry, state, this.#parts.agentState());
    if (entry.phase === "outgoing") this.#parts.failedOutgoing();
    entry.answering?.(end.reason === "failed" ? new Problem(end.words ?? CALL_GONE) : null);
    this.#parts.tell({ type: "ended", call: entry.call, words: end.words, reason: end.reason, by: end.by });
    this.#reports.ended(entry, end);
  }

  /** @param {Entry} entry  that does not end: it would go on unseen */
  #giveBack(entry) {
    if (entry.call) this.#parts.tell({ type: "ended", call: entry.call, words: null, reason: null, by: null });
    entry.shown = "";
    this.look(entry.id);
    this.#parts.tell({ type: "error", words: NOT_ENDED, stays: true });
  }
}
