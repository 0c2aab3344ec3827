import { Listeners } from "../../lib/listeners.js";
import { agentIn, NOBODY } from "./agent-state.js";
import { ClickToDial } from "./click-to-dial.js";
import { Commands } from "./commands.js";
import { Communications } from "./communications.js";
import { listed, wasDone } from "./controls.js";
import { dialView, engagementView, offerView } from "./host-view.js";
import { KNOWN, LISTENED, REFUSED } from "./methods.js";
import { ToolbarPage } from "./toolbar-page.js";
import { answerTo, eventIdOf, read, refusalOf, words } from "./wire.js";
import { WrapUps } from "./wrap-ups.js";

/** @typedef {import("./engagements.js").Engagement} Engagement */
/** @typedef {import("../types.js").HostView} HostView */
/** @typedef {import("../types.js").ToolbarMessage} ToolbarMessage */

/**
 * @typedef {object} HostParts
 * @property {(text: string) => void} post  to the toolbar's window
 * @property {import("../../types.js").Clock} clock
 * @property {() => string} newName
 * @property {string} name  ours for the toolbar
 * @property {string} origin  of this page
 * @property {string} agentId
 * @property {import("./communications.js").CommunicationsParts["lookUp"]} lookUp
 * @property {import("./communications.js").Records} records
 * @property {(path: string) => void} open
 * @property {(height: number) => boolean} resize  false where it is more than there is room for
 * @property {Pick<import("./wrap-ups.js").WrapUpsParts, "outcomes" | "post" | "keep" | "claim">} wrapUp
 */

const PATIENCE = 15_000;
const SLOW = "The partner phone has not done it yet. Press again, or press it there.";
/** The other end of a toolbar: takes its messages, answers each, and says what the dock shows. */
export class ToolbarHost {
  wrapUps;
  /** @type {ClickToDial} */
  dials;

  #parts;
  #commands;
  #calls;
  #page = new ToolbarPage();
  /** @type {HostView["agent"]} */
  #agent = NOBODY;
  /** @type {string | null} */
  #front = null;
  /** @type {string | null} */
  #problem = null;
  /** @type {Listeners<HostView>} */
  #watchers = new Listeners();

  /** @param {HostParts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { clock, newName, lookUp, records, open, origin } = parts;
    const send = (/** @type {Record<string, unknown>} */ message) => this.#send(message);
    const changed = () => this.#changed();
    this.#commands = new Commands({ send, clock, newName });
    this.#calls = new Communications({ send, clock, lookUp, records, open, changed });
    this.dials = new ClickToDial({ send, clock, newName, origin, changed });
    this.wrapUps = new WrapUps({ send, clock, ...parts.wrapUp, find: (id) => this.#calls.all.get(id) });
    this.#calls.onOffered = (engagement) => this.#offered(engagement);
    this.#calls.onStarted = (engagement) => void this.#started(engagement);
    this.#calls.onClosed = (engagement) => (engagement.state === "wrapUp" ? this.wrapUps.open(engagement) : this.wrapUps.end(engagement));
    records.know(({ call }) => {
      const engagement = this.#calls.all.get(call);
      if (engagement) this.wrapUps.known(engagement);
    });
  }

  /** @param {(view: HostView) => void} watcher */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.view);
  }

  /** @returns {HostView} */
  get view() {
    const { offered } = this.#calls.all;
    const front = this.#calls.all.front(this.#front);
    const { pending } = this.dials;
    return {
      agent: this.#agent,
      offer: offered ? offerView(offered) : null,
      engagement: front ? engagementView(front) : pending ? dialView(pending) : null,
      problem: this.dials.problem ?? this.#problem,
    };
  }

  /** Whether a call would be lost with this page. */
  get isBusy() {
    return this.#calls.all.open.length > 0;
  }

  /** Whether the toolbar dials what is pressed on the page. */
  get dialsNumbers() {
    return this.#agent.stand !== "disabled" && this.#page.listensTo("onOutgoingEvent") && this.#page.offers("OUTBOUND_CALL");
  }

  /** @param {unknown} text  as the toolbar's window posted it */
  take(text) {
    const message = read(text, this.#parts.name);
    if (!message || this.#commands.take(message) || this.wrapUps.take(message)) return;
    if (LISTENED.has(message.method)) this.#listens(message.method);
    else this.#handle(message);
  }

  /** The toolbar's page was loaded anew, or is gone. */
  restarted() {
    this.#commands.forget();
    this.dials.forget();
    this.#agent = NOBODY;
    this.#calls.lose();
    void this.#page.restarted(() => this.#askState());
  }

  // What the agent does here

  /** @param {boolean} accept */
  async answerOffer(accept) {
    const engagement = this.#calls.all.offered;
    if (engagement) await this.#ask(engagement, accept ? "accept" : "reject");
  }

  /** @param {string} command */
  async press(command) {
    const engagement = this.#calls.all.front(this.#front);
    if (!engagement || engagement.pressed) return;
    if (!(await this.#ask(engagement, command))) return;
    if (command !== "disconnect") engagement.pressed = null;
    if (wasDone(engagement, command)) this.#calls.tell(engagement);
    this.#changed();
  }

  /**
   * @param {string} id
   * @param {string} contact
   */
  choose(id, contact) {
    const engagement = this.#calls.all.get(id);
    if (engagement) this.#calls.choose(engagement, contact);
  }

  /** @param {string} note  typed during the call */
  note(note) {
    this.wrapUps.type({ note }, this.#calls.all.front(this.#front));
  }

  // What the toolbar says

  /** @param {ToolbarMessage} message */
  #handle(message) {
    const { method, data } = message;
    if (method === "newCommEvent") return void this.#calls.begin(this.#dialled(message));
    if (method === "startCommEvent") return void this.#calls.start(message);
    if (method === "closeCommEvent") return void this.#calls.close(message);
    if (method === "getCustomerData") return void this.#calls.look(message);
    if (method === "agentStateEvent") this.#agent = agentIn(data);
    if (method === "disableFeature") this.#page.disables(data.features);
    if (method === "outboundCommError") this.#dialFailed(data);
    if (method === "focusCommEvent") this.#front = eventIdOf(data.eventId);
    if (method === "interactionControlStateChanged") this.#controlled(data);
    this.#send(this.#answer(message));
    this.#changed();
  }

  /** @param {ToolbarMessage} message */
  #answer(message) {
    const { method, data } = message;
    if (REFUSED.has(method)) return refusalOf(message, "This desk does not do that.");
    if (method === "getConfiguration") return answerTo(message, { configuration: this.#configuration, outData: {} });
    if (method === "getDisplayState") return answerTo(message, { outData: { displayState: "OPEN" } });
    if (method === "invokeScreenPop") return this.#popped(message);
    if (method === "setToolbarDimensions") {
      return this.#parts.resize(Number(data.height)) ? answerTo(message, { outData: {} }) : refusalOf(message, "A toolbar here is at most 470 pixels wide and high.");
    }
    if (!KNOWN.has(method)) return refusalOf(message, `This desk knows no method ${method}.`);
    return answerTo(message, { eventId: data.eventId, outData: {} });
  }

  get #configuration() {
    const features = ["INBOUND_CALL", "OUTBOUND_CALL"].filter((feature) => this.#page.offers(feature));
    return { agentId: this.#parts.agentId, agentPartyId: this.#parts.agentId, features, companionPanelUrl: "", companionPanelTitle: "", faTrustToken: "" };
  }

  /** @param {ToolbarMessage} message */
  #popped(message) {
    const ticket = Number(words(message.data.inData?.SVCMCA_SR_NUM ?? message.data.inData?.SVCMCA_SR_ID, 24));
    if (!Number.isSafeInteger(ticket) || ticket < 1) return refusalOf(message, "Only a ticket can be opened, by SVCMCA_SR_NUM.");
    this.#parts.open(`/dashboard/tickets/${ticket}`);
    return answerTo(message, { outData: {} });
  }

  /** @param {Record<string, any>} data */
  #dialFailed({ commUuid, errorCode, errorMsg }) {
    const engagement = this.#calls.all.get(eventIdOf(commUuid) ?? "");
    if (engagement?.state === "dialing") this.#calls.fail(engagement);
    this.dials.failed(errorCode, errorMsg);
  }

  /** @param {Record<string, any>} data  a key was pressed in the toolbar itself */
  #controlled({ eventId, action }) {
    const engagement = this.#calls.all.get(eventIdOf(eventId) ?? "");
    if (engagement && wasDone(engagement, String(action))) this.#calls.tell(engagement);
  }

  /** @param {ToolbarMessage} message */
  #dialled(message) {
    const { data } = message;
    const isOut = /outbound/i.test(String(data.inData?.SVCMCA_COMMUNICATION_DIRECTION));
    if (!isOut) return message;
    return { ...message, data: { ...data, inData: { ...this.dials.begun(String(data.eventId)), ...data.inData } } };
  }

  /** @param {string} method */
  #listens(method) {
    const isNews = this.#page.listens(method);
    if (method === "onToolbarAgentCommand" && isNews) void this.#askState();
    this.#changed();
  }

  async #askState() {
    const { ok, outData } = await this.#commands.agent("getCurrentAgentState");
    if (ok && outData.isLoggedIn !== undefined) this.#agent = agentIn(outData);
    this.#changed();
    return ok;
  }

  /** @param {Engagement} engagement */
  #offered(engagement) {
    this.#problem = this.dials.problem = null;
    if (engagement.direction === "out") return;
    if (engagement.acceptsItself) return void engagement.answered.then(() => this.#ask(engagement, "accept"));
    this.#parts.clock.start(() => this.#expire(engagement), engagement.offerUntil - this.#parts.clock.now());
  }

  /** @param {Engagement} engagement */
  #expire(engagement) {
    if (engagement.state !== "offered") return;
    engagement.expired = true;
    this.#changed();
    void this.#commands.interaction(engagement.id, "NOTIFICATION_TIMER_EXP");
  }

  /** @param {Engagement} engagement */
  async #started(engagement) {
    this.#front = engagement.id;
    if (!this.#page.listensTo("onToolbarAgentCommand")) return;
    const { outData } = await this.#commands.agent("getActiveInteractionCommands");
    engagement.commands = listed(outData.supportedCommands);
    this.#changed();
  }

  /**
   * @param {Engagement} engagement
   * @param {string} command
   */
  async #ask(engagement, command) {
    if (engagement.pressed) return false;
    engagement.pressed = command;
    this.#problem = null;
    this.#changed();
    const { ok, words: said } = await this.#commands.interaction(engagement.id, command);
    if (ok && command === "reject") engagement.expired = true;
    if (ok) this.#parts.clock.start(() => this.#released(engagement, command, SLOW), PATIENCE);
    else this.#released(engagement, command, said);
    this.#changed();
    return ok;
  }

  /**
   * The key can be pressed again: the toolbar could not do it, or said it could and nothing came of it.
   *
   * @param {Engagement} engagement
   * @param {string} command
   * @param {string | null} why
   */
  #released(engagement, command, why) {
    if (engagement.pressed !== command || !engagement.isOpen) return;
    engagement.pressed = null;
    this.#problem = why;
    this.#changed();
  }

  /** @param {Record<string, unknown>} message */
  #send(message) {
    this.#parts.post(JSON.stringify({ toolbarName: this.#parts.name, ...message }));
  }

  #changed() {
    const { view } = this;
    this.#watchers.tell(view);
  }
}
