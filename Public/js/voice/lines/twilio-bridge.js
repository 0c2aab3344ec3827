import { randomName } from "../../lib/clock.js";
import { Problem } from "../problem.js";
import { MEDIA_IN_PAGE } from "./capabilities.js";
import { PLAIN } from "./situation.js";
import { followCall } from "./twilio-call.js";

/** @typedef {import("../../types.js").Call} Call */
/** @typedef {import("../../types.js").Line} Line */
/** @typedef {import("../../types.js").LineEvent} LineEvent */
/** @typedef {import("./twilio-sdk.js").SdkCall} SdkCall */
/** @typedef {{sdk: SdkCall, call: Call}} Entry */

const NO_HOLD = "This call came straight to your browser and cannot be put on hold.";
const GONE = "The caller hung up, or somebody else answered.";
const INCOMING_ONLY = "This line only takes calls.";

/**
 * Calls that come straight to this browser, of which the desk knows nothing: they can be answered, and not be held.
 *
 * @implements {Line}
 */
export class TwilioBridge {
  #phone;
  #microphone;
  #clock;
  capabilities = { ...MEDIA_IN_PAGE, hold: false, consult: false };

  /** @type {(event: LineEvent) => void} */
  #tell = () => {};
  /** @type {Map<string, Entry>} */
  #calls = new Map();

  /**
   * @param {import("./twilio.js").TwilioPhone} phone
   * @param {import("./held-microphone.js").HeldMicrophone} microphone
   * @param {import("../../types.js").Clock} clock
   */
  constructor(phone, microphone, clock) {
    this.#phone = phone;
    this.#microphone = microphone;
    this.#clock = clock;
    phone.onIncoming = (call) => this.#rings(call);
    phone.onLine = (line) => this.#tell({ type: "phoneLine", line });
  }

  /** @param {(event: LineEvent) => void} listener */
  listen(listener) {
    this.#tell = listener;
    this.#tell({ type: "phoneLine", line: this.#phone.line });
  }

  ready() {}

  unavailable() {}

  dial() {
    return Promise.reject(new Problem(INCOMING_ONLY));
  }

  cancel() {}

  async rejoin() {}

  command() {}

  consult() {}

  askColleagues() {}

  /** @param {Call} call */
  async accept({ id }) {
    const stream = await this.#microphone.open("Answer");
    const entry = this.#calls.get(id);
    if (!entry) return this.#microphone.discard(stream);
    this.#microphone.hold(stream, id);
    this.#phone.accept(entry.sdk, stream);
  }

  /** @param {Call} call */
  reject({ id }) {
    this.#calls.get(id)?.sdk.reject();
    this.#forget(id);
  }

  /** @param {Call} call */
  hangUp({ id }) {
    this.#calls.get(id)?.sdk.disconnect();
    this.#forget(id);
  }

  /**
   * @param {Call} call
   * @param {boolean} muted
   */
  mute({ id }, muted) {
    this.#calls.get(id)?.sdk.mute(muted);
    if (this.#microphone.owner === id) this.#microphone.mute(muted);
    this.#tell({ type: "muted", call: id, muted });
  }

  /**
   * @param {Call} call
   * @param {string} digits
   */
  sendDigits({ id }, digits) {
    this.#calls.get(id)?.sdk.sendDigits(digits);
  }

  /** @param {SdkCall} sdk */
  #rings(sdk) {
    // The desk rings its own calls by itself.
    if (sdk.customParameters.get("call")) return;
    const call = callFrom(sdk);
    this.#calls.set(call.id, { sdk, call });
    sdk.on("accept", () => this.#accepted(call.id));
    followCall(sdk, this.#tell, (how) => this.#over(call.id, how));
    this.#tell({ type: "incoming", call });
  }

  /** @param {string} id */
  #accepted(id) {
    const entry = this.#calls.get(id);
    if (!entry) return;
    const situation = { ...(entry.call.situation ?? PLAIN), digits: true, holdProblem: NO_HOLD };
    entry.call = { ...entry.call, liveAt: this.#clock.now(), situation };
    this.#tell({ type: "accepted", call: entry.call });
  }

  /**
   * @param {string} id
   * @param {"cancel" | "disconnect"} how
   */
  #over(id, how) {
    const entry = this.#calls.get(id);
    if (!entry) return;
    this.#forget(id);
    this.#tell({ type: "ended", call: entry.call, words: how === "cancel" ? GONE : null });
  }

  /** @param {string} id */
  #forget(id) {
    this.#calls.delete(id);
    if (this.#microphone.owner === id) this.#phone.release();
    this.#microphone.release(id);
  }
}

/**
 * @param {SdkCall} sdk
 * @returns {Call}
 */
function callFrom(sdk) {
  const from = (sdk.parameters.From ?? "").replace(/^client:/, "");
  const number = /^\+\d+$/.test(from) ? from : null;
  return {
    id: `direct-${sdk.parameters.CallSid ?? randomName()}`,
    direction: "in",
    with: sdk.customParameters.get("name") || from || "Somebody",
    about: null,
    ticket: null,
    mine: true,
    away: null,
    otherAway: false,
    liveAt: null,
    situation: { ...PLAIN, ringsByItself: true, playsMusic: false, number, e164: number, unverified: number !== null && sdk.callerInfo?.isVerified === false },
  };
}
