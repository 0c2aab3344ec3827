import { AGENT, CHANNEL, CHANNEL_TYPE, OPERATIONS } from "./constants.js";

/** @typedef {keyof typeof AGENT} State */

/** Whether the agent takes calls, as Fusion's phone icon shows it. */
export class AgentState {
  #channel;
  #name;
  /** @type {State} */
  #state = "unavailable";
  #isTold = false;

  /**
   * @param {import("./channel.js").Channel} channel
   * @param {() => string} name  makes a new event id
   */
  constructor(channel, name) {
    this.#channel = channel;
    this.#name = name;
  }

  /** @param {State} state */
  show(state) {
    if (this.#isTold && state === this.#state) return;
    this.#state = state;
    this.#isTold = true;
    const { isAvailable, isLoggedIn, state: code, words } = AGENT[state];
    void this.#channel.publish(OPERATIONS.agentState, {
      setEventId: this.#name(),
      setIsAvailable: isAvailable,
      setIsLoggedIn: isLoggedIn,
      setState: code,
      setStateDisplayString: words,
      setReason: "",
      setReasonDisplayString: "",
    });
  }

  /** As it answers getCurrentAgentState. */
  get facts() {
    const { isAvailable, isLoggedIn, state, words } = AGENT[this.#state];
    const about = { channel: CHANNEL, channelType: CHANNEL_TYPE };
    return { ...about, isAvailable, isLoggedIn, state, stateDisplayString: words, reason: "", reasonDisplayString: "" };
  }
}
