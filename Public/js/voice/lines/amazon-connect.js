import { Problem, wordsOf } from "../problem.js";
import { ConnectAgent } from "./amazon-connect-agent.js";
import { ask, NO_ANSWER } from "./amazon-connect-ask.js";
import { ConnectCalls } from "./amazon-connect-calls.js";
import { ConnectMute } from "./amazon-connect-mute.js";
import { browserWindow, hiddenContainer, openChannel } from "./amazon-connect-page.js";
import { ConnectPanel } from "./amazon-connect-panel.js";
import { loadStreams } from "./amazon-connect-streams.js";
import { Transfer } from "./amazon-connect-transfer.js";
import { DIALLING, isSignedOut, NO_NUMBER, NOT_READY, refusalWords, SERVICE, softphoneWords } from "./amazon-connect-words.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").Target} Target */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("./amazon-connect-streams.js").Agent} Agent */
/** @typedef {import("./amazon-connect-streams.js").Streams} Streams */

/**
 * @typedef {object} ConnectParts
 * @property {import("./amazon-connect-streams.js").ConnectInstance} settings
 * @property {import("../../types.js").Clock} clock
 * @property {Pick<import("../../lib/live-socket.js").LiveSocket, "onMessage">} [socket]
 * @property {Pick<import("./line-records.js").LineRecords, "report" | "know">} records
 * @property {Streams} [connectLibrary]  instead of the operator's file
 * @property {HTMLElement} [container]  of the hidden frame
 * @property {Pick<BroadcastChannel, "postMessage" | "onmessage"> | null} [channel]  to this agent's other tabs
 * @property {import("./amazon-connect-panel.js").PanelParts["openWindow"]} [openWindow]
 */

const ARRIVES_WITHIN = 5_000;
/** A contact that comes later is none that this page asked for. */
const FORGOTTEN_AFTER = 30_000;

/**
 * The line over Amazon Connect. Its sound is in Amazon's own frame, so this page's microphone stays closed.
 *
 * @param {ConnectParts} parts
 */
export const open = (parts) => new AmazonConnectLine(parts);

/** @implements {Line} */
export class AmazonConnectLine {
  capabilities = {
    ...{ mediaInPage: false, mute: true, hold: true, digits: true, canReject: true },
    ...{ consult: true, wrapUp: true, needsLogin: true },
  };

  #clock;
  #panel;
  #agent;
  #calls;
  #transfer;
  #mute;
  /** @type {(event: LineEvent) => void} */
  #tell = () => {};
  #isDialling = false;

  /** @param {ConnectParts} parts */
  constructor({ settings, socket, clock, records, connectLibrary, container, channel = openChannel(), openWindow = browserWindow }) {
    this.#clock = clock;
    const tell = (/** @type {LineEvent} */ event) => this.#tell(event);
    this.#agent = new ConnectAgent(clock, (words) => tell({ type: "agent", ...words }), (error) => this.#failed("state", error));
    this.#calls = new ConnectCalls({
      ...{ clock, tell, records },
      agentState: () => this.#agent.stateName,
      contacts: () => this.#agent.contacts,
      share: (id, pressed) => channel?.postMessage({ id, pressed }),
      looked: (entry, reading) => this.#looked(entry, reading),
      failedOutgoing: () => this.#agent.mayDrift(),
    });
    this.#mute = new ConnectMute(clock, this.#calls, tell, (muted) => this.#agent.mute(muted));
    this.#transfer = new Transfer({ clock, calls: this.#calls, refused: (call, words) => tell({ type: "refused", call, words }) });
    this.#panel = new ConnectPanel({
      ...{ instance: settings, clock, openWindow, container: container ?? hiddenContainer() },
      load: async (url) => connectLibrary ?? loadStreams(url),
      isSeen: () => globalThis.document?.visibilityState !== "hidden",
      isBusy: () => this.#calls.isBusy,
      told: (service) => this.#served(service),
      restarting: () => this.#calls.pause(),
      onAgent: (agent) => this.#arrived(agent),
      onContact: (contact) => this.#calls.take(contact),
    });
    records.know((known) => this.#calls.know(known));
    socket?.onMessage((message) => {
      if (message.type === "wrapUp") this.#calls.clearing.writing(message.wrapUp?.call ?? null);
    });
    if (channel) channel.onmessage = ({ data }) => this.#calls.heardOf(String(data?.id), data?.pressed);
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#tell = listener;
    void this.#panel.start();
  }

  /** @param {Target} target */
  takes({ phone, by }) {
    return phone !== null && by !== "page";
  }

  /** Presses the service's button. */
  act() {
    this.#panel.act();
  }

  ready() {
    // Whoever comes back to work has finished writing; a page that only says again that they work, has not.
    if (this.#agent.wanted !== "available") void this.#calls.clearing.clear();
    this.#agent.want("available");
  }

  unavailable() {
    this.#agent.want("unavailable");
  }

  /** @param {Target} target */
  async dial(target) {
    const { streams } = this.#panel;
    if (target.phone === null) throw new Problem(NO_NUMBER);
    if (!streams || !this.#panel.isReady || !this.#agent.isHere) throw new Problem(NOT_READY);
    if (this.#isDialling) throw new Problem(DIALLING);
    this.#isDialling = true;
    try {
      await this.#call(target, streams.Endpoint.byPhoneNumber(target.phone));
    } finally {
      this.#isDialling = false;
    }
  }

  cancel() {
    if (this.#calls.dialled) this.#calls.dialled.cancelled = true;
  }

  /** @param {Call} call */
  accept({ id }) {
    return this.#calls.accept(id);
  }

  async rejoin() {}

  /** @param {Call} call */
  reject({ id }) {
    this.#calls.end(id, "reject");
  }

  /** @param {Call} call */
  hangUp({ id }) {
    this.#calls.end(id, "hangUp");
  }

  /**
   * @param {Call} call
   * @param {boolean} muted
   */
  mute({ id }, muted) {
    this.#mute.want(id, muted);
  }

  /**
   * @param {Call} call
   * @param {import("./amazon-connect-transfer.js").Command | "hangUp"} command
   */
  command({ id }, command) {
    if (command === "hangUp") this.#calls.end(id, "hangUp");
    else this.#transfer.command(id, command);
  }

  /**
   * @param {Call} call
   * @param {number | string} target  of the quick connects
   */
  consult({ id }, target) {
    this.#transfer.consult(id, this.#agent.endpoint(target));
  }

  /** @param {Call} call */
  askColleagues({ id }) {
    this.#agent.colleagues().then(
      (colleagues) => this.#tell({ type: "colleagues", colleagues }),
      (error) => this.#tell({ type: "refused", call: id, words: wordsOf(error) }),
    );
  }

  /**
   * @param {Call} call
   * @param {string} digits
   */
  sendDigits({ id }, digits) {
    const entry = this.#calls.entry(id);
    const reading = entry && this.#calls.read(entry);
    const side = [reading?.customer, reading?.third].find((each) => each?.state === "talking");
    const { connection } = side ?? {};
    if (!connection) return;
    void ask(this.#clock, (answers) => connection.sendDigits(digits, answers)).catch((error) => this.#failed("digits", error));
  }

  /** @param {string} id  of the call about which the note is written */
  wrapUpDone(id) {
    void this.#calls.clearing.clear(id);
  }

  dispose() {
    this.#panel.dispose();
  }

  /**
   * @param {Target} target
   * @param {import("./amazon-connect-streams.js").Endpoint} endpoint
   */
  async #call(target, endpoint) {
    const dialled = { target, cancelled: false, arrived: () => {} };
    const arrived = new Promise((done) => (dialled.arrived = () => done(undefined)));
    this.#calls.dialled = dialled;
    // After-call work that nobody has cleared keeps Amazon from calling.
    await this.#calls.clearing.clear();
    if (dialled.cancelled) return this.#calls.forgetDialled(dialled);
    this.#clock.start(() => this.#calls.forgetDialled(dialled), FORGOTTEN_AFTER);
    // A lost answer is no failure where the call is there.
    const asked = this.#agent.dial(endpoint).then(() => this.#within(arrived, ARRIVES_WITHIN));
    try {
      await Promise.race([arrived, asked]);
    } catch (error) {
      const refusal = /** @type {import("./amazon-connect-ask.js").Refusal} */ (error);
      if (isSignedOut(refusal)) this.#panel.signedOut();
      if (refusal.type !== NO_ANSWER) this.#calls.dialled = null;
      this.#agent.mayDrift();
      throw new Problem(refusalWords("dial", refusal));
    } finally {
      asked.catch(() => {});
    }
  }

  /**
   * @param {Promise<unknown>} what
   * @param {number} milliseconds
   */
  #within(what, milliseconds) {
    return new Promise((done) => {
      const timer = this.#clock.start(() => done(undefined), milliseconds);
      void what.then(() => {
        this.#clock.stop(timer);
        done(undefined);
      });
    });
  }

  /** @param {Agent} agent */
  #arrived(agent) {
    this.#agent.follow(agent);
    const refresh = () => {
      this.#panel.alive();
      this.#agent.refresh();
      this.#calls.compare();
    };
    agent.onRefresh(refresh);
    agent.onStateChange(() => this.#agent.refresh());
    agent.onError(() => this.#agent.refresh());
    agent.onMuteToggle(({ muted }) => this.#mute.toggled(muted));
    agent.onSoftphoneError((error) => this.#soundFailed(error?.errorType));
    this.#calls.goOn();
  }

  /** @param {string | undefined} type */
  #soundFailed(type) {
    const words = softphoneWords(type);
    this.#calls.soundFailed(words);
    this.#tell({ type: "error", words, stays: true });
    if (type === "user_busy_error") this.#panel.fail(SERVICE.elsewhere);
  }

  /** @param {import("./amazon-connect-words.js").Service} service */
  #served(service) {
    if (!service.ready && !this.#calls.isBusy) this.#agent.gone();
    this.#tell({ type: "service", service });
  }

  /**
   * @param {import("./amazon-connect-entry.js").Entry} entry
   * @param {import("./amazon-connect-reading.js").Reading} reading
   */
  #looked(entry, reading) {
    this.#transfer.looked(entry, reading);
    this.#mute.looked(entry, reading);
  }

  /**
   * @param {string} what
   * @param {import("./amazon-connect-ask.js").Refusal} error
   */
  #failed(what, error) {
    if (isSignedOut(error)) this.#panel.signedOut();
    else this.#tell({ type: "error", words: refusalWords(what, error) });
  }
}
