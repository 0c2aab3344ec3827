import { WORDS } from "./genesys-words.js";

/** @typedef {import("./genesys-wire.js").GenesysEvent} GenesysEvent */

const SIGN_IN = "/genesys/sign-in";

/** Whether the line to Genesys stands, what it can do, and what its one button does. */
export class GenesysService {
  needsSignIn;
  abilities = { mute: false, wrapUp: false };
  /** Whether Genesys knows this agent just now. */
  isRegistered = false;
  #isSignedOut = false;
  #tell;

  /**
   * @param {boolean} needsSignIn  agents sign in at Genesys themselves
   * @param {(event: import("../../types.js").LineEvent) => void} tell
   */
  constructor(needsSignIn, tell) {
    this.needsSignIn = needsSignIn;
    this.#tell = tell;
  }

  /** Where the button leads; null: it tries again. */
  get signInPath() {
    return this.needsSignIn && this.#isSignedOut ? SIGN_IN : null;
  }

  /** @param {GenesysEvent} event */
  registered(event) {
    /** @type {unknown} */
    const named = event.capabilities;
    const able = Array.isArray(named) ? named : [];
    this.abilities = { mute: able.includes("mute"), wrapUp: able.includes("wrapUp") };
    this.#isSignedOut = false;
    this.isRegistered = true;
  }

  /** @param {GenesysEvent} event  of the agent, not of a call */
  agentChanged({ eventName, reason }) {
    const state = { EventAgentReady: /** @type {const} */ ("available"), EventAgentNotReady: /** @type {const} */ ("unavailable") }[eventName];
    if (!state) this.isRegistered = false;
    this.#tell({ type: "agent", state: state ?? "signedOut", words: reason ?? null });
  }

  /**
   * @param {GenesysEvent} event
   * @returns {boolean}  whether it was about the line, and not about a call
   */
  erred({ errorCode, errorMessage }) {
    if (errorCode === "connection") this.#say(errorMessage ?? WORDS.lost, WORDS.again);
    if (errorCode === "sign-in") this.#signedOut();
    return errorCode === "connection" || errorCode === "sign-in";
  }

  /** @param {string | null} words  null: the connection stands */
  stands(words) {
    if (words === null) this.#tell({ type: "service", service: { ready: true, words: null, action: null } });
    else if (!this.#isSignedOut) this.#say(words, WORDS.again);
  }

  #signedOut() {
    this.#isSignedOut = this.needsSignIn = true;
    this.#tell({ type: "agent", state: "signedOut", words: null });
    this.#say(WORDS.signIn, WORDS.signInAction);
  }

  /**
   * @param {string} words
   * @param {string} action
   */
  #say(words, action) {
    this.isRegistered = false;
    this.#tell({ type: "service", service: { ready: false, words, action } });
  }
}
