import { Problem, wordsOf } from "../problem.js";
import { codeOf, isTokenError, twilioWords } from "./twilio-errors.js";
import { AccessTokens } from "./twilio-token.js";

/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("../../types.js").PhoneLine} PhoneLine */
/** @typedef {import("./twilio-sdk.js").Sdk} Sdk */
/** @typedef {import("./twilio-sdk.js").SdkCall} SdkCall */
/** @typedef {import("./twilio-sdk.js").SdkDevice} SdkDevice */
/** @typedef {import("./twilio-sdk.js").TwilioConfiguration} TwilioConfiguration */

/**
 * @typedef {object} TwilioPhoneParts
 * @property {TwilioConfiguration} configuration
 * @property {(url: string) => Promise<Sdk>} load
 * @property {() => Promise<{token: string, ttl: number}>} fetchAccess
 * @property {Clock} clock
 * @property {string} silence  address of a sound of ours in which nothing is heard: the desk rings by itself
 * @property {string} version  of this desk, for the account's own statistics
 */

const SOUNDS = ["incoming", "outgoing", "disconnect", ...[..."0123456789sh"].map((key) => `dtmf${key}`)];
const CONNECTING = { ready: false, words: "Phone line: connecting…" };
const READY = { ready: true, words: "Phone line ready" };
const IMPOSSIBLE = "Phone calls are not possible now. Calls between browsers work.";
const NO_TOKEN = "The phone line gets no pass from the desk just now. It tries again by itself.";
const NO_ANSWER = "The telephone network does not answer. Check your connection, then call again.";
const PATIENCE = 15_000;
const SOON = 5_000;
const LATER = 15_000;
const AGAIN = 30_000;

/** This page's one telephone: the SDK, its device, and whether it is ready. */
export class TwilioPhone {
  /** @type {(call: SdkCall) => void} */
  onIncoming = () => {};
  /** @type {(line: PhoneLine) => void} */
  onLine = () => {};

  #parts;
  #tokens;
  /** @type {Promise<SdkDevice> | null} */
  #opening = null;
  /** @type {SdkDevice | null} */
  #device = null;
  /** @type {MediaStream | null} */
  #stream = null;
  #wanted = false;
  /** @type {string | null}  that waits until the device has registered */
  #token = null;
  #triedToken = false;
  #renewedAt = -Infinity;
  /** @type {string | null} */
  #problem = null;
  /** @type {string | null} */
  #impossible = null;
  /** @type {number | null} */
  #timer = null;

  /** @param {TwilioPhoneParts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#tokens = new AccessTokens({ clock: parts.clock, fetch: parts.fetchAccess, renewed: (token) => this.#renewed(token) });
  }

  /** @returns {PhoneLine} */
  get line() {
    if (this.#impossible ?? this.#problem) return { ready: false, words: this.#impossible ?? this.#problem ?? "" };
    const stands = this.#device && (!this.#wanted || this.#device.state === "registered");
    return stands ? READY : CONNECTING;
  }

  /** Loads what is needed, ahead of the first call. */
  start() {
    this.#tell();
    void this.#open().catch(() => {});
  }

  /** @param {boolean} wanted  whether calls from outside the desk ring here */
  want(wanted) {
    this.#wanted = wanted;
    if (wanted) this.start();
    this.#settle();
  }

  /**
   * What the desk says of its account.
   *
   * @param {boolean} possible
   * @param {string | null} words
   */
  allow(possible, words) {
    this.#impossible = possible ? null : words || IMPOSSIBLE;
    this.#tell();
  }

  /** After a sleep, or when the network is there again. */
  wake() {
    this.#tokens.wake();
    if (this.#wanted && !this.#device) this.start();
  }

  /**
   * @param {Record<string, string>} params
   * @param {MediaStream} stream  the microphone
   * @returns {Promise<SdkCall>}
   */
  async connect(params, stream) {
    this.#stream = stream;
    const device = await this.#open();
    await this.#tokens.fresh().catch(() => Promise.reject(new Problem(NO_TOKEN)));
    const calling = device.connect({ params });
    return this.#inTime(calling);
  }

  /**
   * @param {SdkCall} call
   * @param {MediaStream} stream  the microphone
   */
  accept(call, stream) {
    this.#stream = stream;
    call.accept();
  }

  /** @param {MediaStreamTrack} track  another microphone */
  use(track) {
    if (!this.#stream) return;
    this.#stream = new MediaStream([track]);
    const id = track.getSettings().deviceId ?? "default";
    void this.#device?.audio?.setInputDevice(id).catch((error) => console.warn("The microphone did not follow:", error));
  }

  /** @param {string} speaker  its id, empty for the browser's own choice */
  speakOn(speaker) {
    const audio = this.#device?.audio;
    if (!audio?.isOutputSelectionSupported) return;
    void audio.speakerDevices?.set(speaker || "default").catch((error) => console.warn("This speaker cannot be used:", error));
  }

  /** The call is over: the SDK lets go of a microphone that was changed in it. */
  release() {
    this.#stream = null;
    void this.#device?.audio?.unsetInputDevice().catch(() => {});
  }

  #open() {
    this.#opening ??= this.#make().catch((error) => {
      this.#opening = null;
      this.#fail(error instanceof Problem ? wordsOf(error) : NO_TOKEN);
      if (!(error instanceof Problem)) this.#after(LATER, () => void this.#open().catch(() => {}));
      throw error instanceof Problem ? error : new Problem(NO_TOKEN);
    });
    return this.#opening;
  }

  async #make() {
    const sdk = await this.#parts.load(this.#parts.configuration.sdk);
    const device = new sdk.Device(await this.#tokens.fresh(), this.#options());
    this.#device = device;
    this.#problem = null;
    this.#follow(device);
    this.#settle();
    return device;
  }

  #options() {
    const { configuration, silence, version } = this.#parts;
    return {
      codecPreferences: ["opus", "pcmu"],
      enableImprovedSignalingErrorPrecision: true,
      closeProtection: false,
      maxCallSignalingTimeoutMs: 30_000,
      sounds: Object.fromEntries(SOUNDS.map((name) => [name, silence])),
      publishEvents: configuration.insights,
      getUserMedia: (/** @type {MediaStreamConstraints} */ wanted) => this.#microphone(wanted),
      appName: "Deskbell",
      appVersion: version,
      ...(configuration.edge ? { edge: configuration.edge } : {}),
    };
  }

  /**
   * A copy of the one open microphone: the SDK stops what it was given.
   *
   * @param {MediaStreamConstraints} wanted
   */
  async #microphone(wanted) {
    return this.#stream?.clone() ?? navigator.mediaDevices.getUserMedia(wanted);
  }

  /** @param {SdkDevice} device */
  #follow(device) {
    device.on("registered", () => {
      this.#problem = null;
      this.#triedToken = false;
      this.#settle();
    });
    device.on("unregistered", () => {
      this.#tell();
      // Where only the connection broke, the device registers by itself.
      this.#after(SOON, () => this.#settle());
    });
    device.on("registering", () => this.#tell());
    device.on("destroyed", () => {
      this.#device = this.#opening = null;
      this.#tell();
    });
    device.on("incoming", (call) => this.onIncoming(call));
    device.on("tokenWillExpire", () => void this.#tokens.renew().catch(() => {}));
    device.on("error", (error, call) => this.#erred(error, call));
  }

  /**
   * @param {unknown} error
   * @param {SdkCall | undefined} call  whose own error it is
   */
  #erred(error, call) {
    const code = codeOf(error);
    // Where the clocks differ, every new token fails at once: trying goes on slowly then.
    const isFresh = this.#parts.clock.now() - this.#renewedAt < AGAIN;
    const mayHelp = isTokenError(code) && !isFresh && (code === 20104 || !this.#triedToken);
    if (mayHelp) {
      this.#triedToken = true;
      this.#renewedAt = this.#parts.clock.now();
      return void this.#tokens.renew().catch(() => this.#fail(NO_TOKEN));
    }
    if (call) return;
    this.#fail(twilioWords(error));
    this.#after(LATER, () => this.#settle());
  }

  /** @param {string} token */
  #renewed(token) {
    this.#token = token;
    this.#settle();
  }

  /** Takes the device where it ought to be, one step at a time: it must not be touched while it registers. */
  #settle() {
    const device = this.#device;
    if (device && device.state !== "registering" && device.state !== "destroyed") {
      if (this.#token !== null) device.updateToken(this.#token);
      this.#token = null;
      if (this.#wanted && device.state === "unregistered") this.#register(device);
      if (!this.#wanted && device.state === "registered") void device.unregister().catch(() => {});
      if (!this.#wanted) this.#problem = null;
    }
    this.#tell();
  }

  /** @param {SdkDevice} device */
  #register(device) {
    void device.register().catch((error) => {
      // Of its token the device speaks in an event, too.
      if (!isTokenError(codeOf(error))) this.#erred(error, undefined);
    });
  }

  /**
   * With a token that ran out the SDK never answers.
   *
   * @param {Promise<SdkCall>} calling
   * @returns {Promise<SdkCall>}
   */
  #inTime(calling) {
    const { clock } = this.#parts;
    return new Promise((done, failed) => {
      const timer = clock.start(() => {
        failed(new Problem(NO_ANSWER));
        void calling.then((call) => call.disconnect()).catch(() => {});
      }, PATIENCE);
      calling.then(done, (error) => failed(new Problem(twilioWords(error)))).finally(() => clock.stop(timer));
    });
  }

  /** @param {string} words */
  #fail(words) {
    this.#problem = words;
    this.#tell();
  }

  #tell() {
    this.onLine(this.line);
  }

  /**
   * @param {number} milliseconds
   * @param {() => void} run
   */
  #after(milliseconds, run) {
    if (this.#timer !== null) this.#parts.clock.stop(this.#timer);
    this.#timer = this.#parts.clock.start(run, milliseconds);
  }
}
