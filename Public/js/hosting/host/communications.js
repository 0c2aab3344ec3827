import { Engagement, Engagements } from "./engagements.js";
import { keysOf, outDataOf, ticketIn } from "./lookup.js";
import { needsRecord, pageFor } from "./screen-pop.js";
import { answerTo, eventIdOf, isObject, refusalOf } from "./wire.js";

/** @typedef {import("../types.js").Attributes} Attributes */
/** @typedef {import("../types.js").Match} Match */
/** @typedef {import("../types.js").ToolbarMessage} ToolbarMessage */

/**
 * @typedef {object} Records
 * @property {(call: string, fields: Record<string, any>) => void} report
 * @property {(listener: (record: any) => void) => void} know
 */

/**
 * @typedef {object} CommunicationsParts
 * @property {(message: Record<string, unknown>) => void} send
 * @property {import("../../types.js").Clock} clock
 * @property {(keys: import("../types.js").LookUpKeys) => Promise<Match>} lookUp
 * @property {Records} records
 * @property {(path: string) => void} open  a page of the dashboard
 * @property {() => void} changed
 */

const NO_ID = "The eventId must have 1 to 128 printable ASCII characters.";
const UNKNOWN = "There is no such communication.";
const OVER = "This communication is over.";
const RECORD_PATIENCE = 2_500;

/** What a toolbar says of its calls: begun, established, over. Each is answered, in this order. */
export class Communications {
  all = new Engagements();
  /** @type {(engagement: Engagement) => void} */
  onOffered = () => {};
  /** @type {(engagement: Engagement) => void} */
  onStarted = () => {};
  /** @type {(engagement: Engagement) => void} */
  onClosed = () => {};

  #parts;
  /** @type {Map<string, (path: string | null) => void>}  pages that wait for the record of their call */
  #waitingPages = new Map();

  /** @param {CommunicationsParts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.records.know((record) => this.#recorded(record));
  }

  /** @param {ToolbarMessage} message */
  async begin(message) {
    const id = eventIdOf(message.data.eventId);
    if (!id) return this.#refuse(message, NO_ID);
    const known = this.all.get(id);
    if (known) {
      // Told twice: one dialog, and an answer for each.
      await known.answered;
      return this.#answer(message, known);
    }
    const engagement = this.#made(id, message);
    engagement.answered = this.#identify(engagement).then(() => this.#answer(message, engagement));
    this.onOffered(engagement);
    this.#parts.changed();
    await engagement.answered;
    this.#parts.changed();
  }

  /** @param {ToolbarMessage} message */
  async start(message) {
    const engagement = this.#found(message) ?? this.#surprising(message);
    if (!engagement) return this.#refuse(message, NO_ID);
    await engagement.answered;
    this.#learn(engagement, message);
    const isFresh = engagement.start(this.#parts.clock.now());
    if (!isFresh && engagement.state !== "live") return this.#refuse(message, OVER);
    this.#answer(message, engagement, { screenPopMode: "SCREENPOP", wrapupId: engagement.id });
    if (!isFresh) return;
    this.#report(engagement, { state: "live" });
    this.onStarted(engagement);
    this.#parts.changed();
    this.#popFor(engagement);
  }

  /** @param {ToolbarMessage} message */
  async close(message) {
    const engagement = this.#found(message);
    if (!engagement) return this.#refuse(message, UNKNOWN);
    await engagement.answered;
    this.#learn(engagement, message);
    const isNews = engagement.close(message.data.reason);
    const at = new Date(this.#parts.clock.now()).toISOString();
    this.#answer(message, engagement, { wrapupId: engagement.id }, { WrapupStartTime: at });
    if (isNews) this.#ended(engagement, message.data.reason);
  }

  /**
   * The customer's data of a communication, or of any that is only asked about.
   *
   * @param {ToolbarMessage} message
   */
  async look(message) {
    const asked = new Engagement("asked", attributesIn(message), this.#parts.clock.now());
    await this.#identify(asked);
    this.#answer(message, this.#found(message) ?? asked);
  }

  /**
   * A dial that came to nothing.
   *
   * @param {Engagement} engagement
   */
  fail(engagement) {
    if (!engagement.close("MISSED")) return;
    this.#report(engagement, { state: "ended", reason: "failed" });
    this.onClosed(engagement);
    this.#parts.changed();
  }

  /** The toolbar's page is gone, and with it every call that it held. */
  lose() {
    for (const engagement of this.all.open) {
      engagement.close("ENDCOMMUNICATION");
      this.#report(engagement, { state: "ended", reason: "lost" });
      this.onClosed(engagement);
    }
    this.#parts.changed();
  }

  /**
   * The agent says who it is.
   *
   * @param {Engagement} engagement
   * @param {string} contact
   */
  choose(engagement, contact) {
    engagement.contact = engagement.match.contacts.find(({ id }) => id === contact) ?? null;
    if (!engagement.contact) return;
    const outData = { ...this.#outData(engagement), updateType: "CONTACT" };
    this.#parts.send({ method: "onDataUpdated", channel: "PHONE", channelType: "ORA_SVC_PHONE", eventId: engagement.id, outData });
    this.#report(engagement, {});
    this.#parts.changed();
    if (engagement.state === "live") this.#popFor(engagement);
  }

  /** @param {Engagement} engagement  held or talked to, and what else the desk writes down */
  tell(engagement) {
    if (engagement.state === "live") this.#report(engagement, { state: engagement.held ? "held" : "live" });
  }

  /** @param {Engagement} engagement */
  #popFor(engagement) {
    const { ticket, contact, match, name, inData } = engagement;
    const number = match.number?.e164 ?? null;
    const known = { ticket, contact, matches: match.total, number: number ?? engagement.number, name: name === engagement.number ? null : name };
    const open = (/** @type {string | null} */ recorded) => {
      const page = engagement.state === "live" ? pageFor(known, recorded) : null;
      if (page && !(inData.SVCMCA_SCREENPOP === "NONE")) this.#parts.open(page);
    };
    if (engagement.record?.pop || !needsRecord(known)) return open(engagement.record?.pop ?? null);
    this.#waitingPages.set(engagement.id, open);
    this.#parts.clock.start(() => this.#openWaiting(engagement.id, null), RECORD_PATIENCE);
  }

  /**
   * @param {string} id
   * @param {string | null} recorded
   */
  #openWaiting(id, recorded) {
    const open = this.#waitingPages.get(id);
    this.#waitingPages.delete(id);
    open?.(recorded);
  }

  /** @param {any} record */
  #recorded({ call, key, ticket, pop, with: name, about }) {
    const engagement = this.all.get(call);
    if (!engagement) return;
    engagement.record = { key, ticket: ticket ?? null, pop: pop ?? null, with: name ?? null, about: about ?? null };
    if (engagement.record.pop) this.#openWaiting(call, engagement.record.pop);
    this.#parts.changed();
  }

  /**
   * @param {string} id
   * @param {ToolbarMessage} message
   */
  #made(id, message) {
    const engagement = new Engagement(id, attributesIn(message), this.#parts.clock.now());
    this.all.add(engagement);
    return engagement;
  }

  /**
   * Established, and never begun: the toolbar was there before this page.
   *
   * @param {ToolbarMessage} message
   */
  #surprising(message) {
    const id = eventIdOf(message.data.eventId);
    if (!id) return null;
    const engagement = this.#made(id, message);
    engagement.answered = this.#identify(engagement);
    return engagement;
  }

  /** @param {ToolbarMessage} message */
  #found(message) {
    return this.all.get(eventIdOf(message.data.eventId) ?? "");
  }

  /** @param {Engagement} engagement */
  async #identify(engagement) {
    const { inData } = engagement;
    const about = ticketIn(inData);
    const [match, request] = await Promise.all([
      this.#parts.lookUp(keysOf(inData)),
      about ? this.#parts.lookUp({ ticket: about }) : null,
    ]);
    engagement.match = match;
    engagement.ticket = request?.contacts[0]?.ticket ?? null;
    engagement.contact = match.total === 1 ? match.contacts[0] ?? null : null;
    // Not before: the desk keeps the number that it hears first.
    this.#report(engagement, { state: "ringing" });
  }

  /**
   * @param {Engagement} engagement
   * @param {ToolbarMessage} message
   */
  #learn(engagement, message) {
    engagement.inData = { ...engagement.inData, ...attributesIn(message) };
    const chosen = engagement.match.contacts.find(({ id }) => id === engagement.inData.SVCMCA_CONTACT_ID);
    if (chosen && !engagement.contact) engagement.contact = chosen;
  }

  /**
   * @param {Engagement} engagement
   * @param {unknown} reason
   */
  #ended(engagement, reason) {
    this.#waitingPages.delete(engagement.id);
    this.#report(engagement, { state: "ended", ...Engagement.end(reason) });
    this.onClosed(engagement);
    this.#parts.changed();
  }

  /**
   * @param {Engagement} engagement
   * @param {Record<string, unknown>} fields
   */
  #report(engagement, fields) {
    // What is over stays so, whatever a look-up still finds.
    if (engagement.id === "asked" || (!engagement.isOpen && fields.state !== "ended")) return;
    const { direction, contact, match, name, number, ticket } = engagement;
    this.#parts.records.report(engagement.id, {
      direction,
      number: match.number?.e164 ?? null,
      name: name === number ? null : name,
      ticket: ticket?.id ?? (contact?.unsolved === 1 ? contact.ticket.id : null),
      ...fields,
    });
  }

  /** @param {Engagement} engagement */
  #outData({ id, inData, contact, ticket }) {
    const channel = { channel: "PHONE", channelType: "ORA_SVC_PHONE" };
    return { ...outDataOf(inData, contact, ticket), ...channel, eventId: id, SVCMCA_INTERACTION_ID: id };
  }

  /**
   * @param {ToolbarMessage} message
   * @param {Engagement} engagement
   * @param {Record<string, unknown>} [more]
   * @param {Attributes} [outData]
   */
  #answer(message, engagement, more = {}, outData = {}) {
    const ids = { eventId: engagement.id, engagementId: engagement.id, interactionId: engagement.id };
    const channel = { channel: "PHONE", channelType: "ORA_SVC_PHONE" };
    this.#parts.send(answerTo(message, { ...ids, ...channel, ...more, outData: { ...this.#outData(engagement), ...outData } }));
  }

  /**
   * @param {ToolbarMessage} message
   * @param {string} words
   */
  #refuse(message, words) {
    this.#parts.send(refusalOf(message, words));
  }
}

/** @param {ToolbarMessage} message */
const attributesIn = ({ data }) => (isObject(data.inData) ? { ...data.inData } : {});
