import { Problem } from "../problem.js";
import { readOr } from "./amazon-connect-ask.js";
import { SERVICE, TRY_AGAIN } from "./amazon-connect-words.js";

/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("./amazon-connect-streams.js").Agent} Agent */
/** @typedef {import("./amazon-connect-streams.js").Contact} Contact */
/** @typedef {import("./amazon-connect-streams.js").Streams} Streams */
/** @typedef {import("./amazon-connect-words.js").Service} Service */
/** @typedef {{close: () => void, closed?: boolean}} LoginWindow */

/**
 * @typedef {object} PanelParts
 * @property {import("./amazon-connect-streams.js").ConnectInstance} instance
 * @property {Clock} clock
 * @property {HTMLElement} container  of the hidden frame
 * @property {(url: string) => Promise<Streams>} load
 * @property {(url: string, name: string, features: string) => LoginWindow | null} openWindow
 * @property {() => boolean} isSeen  the page is in front: of several, one opens a window by itself
 * @property {() => boolean} isBusy  a call goes on, whose sound is in the frame
 * @property {(service: Service) => void} told
 * @property {() => void} restarting  everything that was subscribed is gone
 * @property {(agent: Agent) => void} onAgent
 * @property {(contact: Contact) => void} onContact
 */

const WINDOW = { height: 600, width: 400, top: 0, left: 0 };
const LOAD_TIMEOUT = 10_000;
/** What ends by itself as soon as the sign-in stands. */
const WAITING = [SERVICE.loading, SERVICE.signIn, SERVICE.signedOut, SERVICE.signedOutInCall, SERVICE.stillOut, SERVICE.cutsCall, SERVICE.blocked];

/** Amazon's contact control panel in a hidden frame: loading it, signing in to it, and beginning anew. */
export class ConnectPanel {
  /** @type {Streams | null} */
  streams = null;
  #parts;
  /** @type {Service} */
  #service = SERVICE.loading;
  /** @type {LoginWindow | null} */
  #window = null;
  #openedByItself = false;
  /** @type {number | null} */
  #timer = null;
  /** Rises with every beginning: what an earlier one says is old news. */
  #round = 0;

  /** @param {PanelParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  get service() {
    return this.#service;
  }

  get isReady() {
    return this.#service.ready;
  }

  async start() {
    const round = (this.#round += 1);
    this.#say(SERVICE.loading);
    try {
      const streams = this.streams ?? (await this.#parts.load(this.#parts.instance.streams));
      if (round !== this.#round) return;
      this.streams = streams;
      this.#begin(streams, round);
    } catch (error) {
      if (round !== this.#round) return;
      if (!(error instanceof Problem)) console.error(error);
      this.#say(error instanceof Problem ? { ...SERVICE.missing, words: error.message } : SERVICE.broken);
    }
  }

  /** The service's one button was pressed. */
  act() {
    const { action } = this.#service;
    if (action === null) return;
    const inCall = this.#parts.isBusy();
    if (action === TRY_AGAIN) return inCall && this.#service !== SERVICE.cutsCall ? this.#say(SERVICE.cutsCall) : this.restart();
    if (!this.#openWindow()) return this.#say(SERVICE.blocked);
    // The sound of a call is in the frame: a new frame would cut it off.
    if (inCall) this.#say(SERVICE.stillOut);
    else this.restart();
  }

  /** A second beginning needs a frame that is gone and everything subscribed anew. */
  restart() {
    this.#stop();
    this.#parts.restarting();
    void this.start();
  }

  /** Something was heard of the agent: whoever is signed in needs no sign-in. */
  alive() {
    if (WAITING.includes(this.#service)) this.#signedIn();
  }

  /** The sign-in has ended. */
  signedOut() {
    if (this.#parts.isBusy()) return this.#say(SERVICE.signedOutInCall);
    this.restart();
    this.#openByItself();
    this.#say(SERVICE.signedOut);
  }

  /** @param {Service} service  what only the button helps against */
  fail(service) {
    this.#say(service);
  }

  /** The frame goes with the page; the calls that Amazon knows stay Amazon's. */
  dispose() {
    this.#round += 1;
    this.#stop();
  }

  /**
   * @param {Streams} streams
   * @param {number} round
   */
  #begin(streams, round) {
    streams.core.initCCP(this.#parts.container, this.#options());
    const now = (/** @type {() => void} */ run) => () => {
      if (round === this.#round) run();
    };
    this.#follow(streams, now);
    streams.agent((agent) => now(() => this.#arrived(agent))());
    streams.contact((contact) => now(() => this.#parts.onContact(contact))());
    this.#timer = this.#parts.clock.start(now(() => this.#needsSignIn()), LOAD_TIMEOUT + 1_000);
  }

  /**
   * @param {Streams} streams
   * @param {(run: () => void) => () => void} now
   */
  #follow({ core, EventType }, now) {
    core.onAuthFail(now(() => this.signedOut()));
    core.onAccessDenied(now(() => this.fail(SERVICE.denied)));
    core.onAuthorizeRetriesExhausted?.(now(() => this.fail(SERVICE.denied)));
    core.onCTIAuthorizeRetriesExhausted?.(now(() => this.fail(SERVICE.denied)));
    core.onIframeRetriesExhausted?.(now(() => this.fail(SERVICE.exhausted)));
    const bus = readOr(() => core.getEventBus?.(), null);
    if (EventType?.ACK_TIMEOUT) bus?.subscribe(EventType.ACK_TIMEOUT, now(() => this.#needsSignIn()));
    if (EventType?.TERMINATED) bus?.subscribe(EventType.TERMINATED, now(() => this.signedOut()));
  }

  #options() {
    const { panel, region } = this.#parts.instance;
    return {
      ccpUrl: panel,
      // The library opens its window without a press, which browsers block, and again with every time-out. Ours opens
      // by itself once, where the browser allows it, and with each press of the button.
      loginPopup: false,
      loginPopupAutoClose: true,
      loginOptions: { autoClose: true, ...WINDOW },
      region,
      softphone: { allowFramedSoftphone: true, disableRingtone: false },
      pageOptions: { enableAudioDeviceSettings: true, enableVideoDeviceSettings: false, enablePhoneTypeSettings: true },
      ccpAckTimeout: 5_000,
      ccpSynTimeout: 3_000,
      ccpLoadTimeout: LOAD_TIMEOUT,
    };
  }

  /** @param {Agent} agent */
  #arrived(agent) {
    this.#signedIn();
    this.#parts.onAgent(agent);
  }

  #signedIn() {
    this.#stopTimer();
    this.#openedByItself = false;
    this.#closeWindow();
    this.#say(SERVICE.ready);
  }

  #needsSignIn() {
    if (this.#service !== SERVICE.loading) return;
    this.#openByItself();
    this.#say(SERVICE.signIn);
  }

  #openByItself() {
    const isOpen = this.#window !== null && !this.#window.closed;
    if (this.#openedByItself || isOpen || !this.#parts.isSeen()) return;
    this.#openedByItself = true;
    this.#openWindow();
  }

  #openWindow() {
    const features = Object.entries(WINDOW).map(([name, value]) => `${name}=${value}`).join(",");
    this.#window = readOr(() => this.#parts.openWindow(this.#parts.instance.panel, "connect::loginPopup", features), null);
    return this.#window !== null;
  }

  #closeWindow() {
    readOr(() => this.#window?.close(), null);
    this.#window = null;
  }

  #stop() {
    this.#stopTimer();
    readOr(() => this.streams?.core.terminate(), null);
    this.#parts.container.replaceChildren();
  }

  #stopTimer() {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = null;
  }

  /** @param {Service} service */
  #say(service) {
    this.#service = service;
    this.#parts.told(service);
  }
}
