import { Problem } from "../problem.js";
import { ask, readOr } from "./amazon-connect-ask.js";
import { agentStateWords, NO_COLLEAGUES, endpointWords, refusalWords } from "./amazon-connect-words.js";

/** @typedef {import("../../types.js").Clock} Clock */
/** @typedef {import("./amazon-connect-streams.js").Agent} Agent */
/** @typedef {import("./amazon-connect-streams.js").AgentState} AgentState */
/** @typedef {import("./amazon-connect-streams.js").Endpoint} Endpoint */
/** @typedef {{state: "available" | "unavailable" | "signedOut", words: string | null}} AgentWords */

const DIAL_PATIENCE = 12_000;
const REASSERTED_FOR = 15_000;

/** The person at Amazon Connect: whether they take calls, whom they can ask, and making calls. */
export class ConnectAgent {
  #clock;
  #told;
  #failed;
  /** @type {Agent | null} */
  #agent = null;
  /** @type {"available" | "unavailable" | null}  what this desk last asked for */
  wanted = null;
  #isSetting = false;
  /** Until when a presence that changed by itself is put back. */
  #reassertUntil = 0;
  #shown = "";
  /** @type {Map<number, Endpoint>} */
  #endpoints = new Map();

  /**
   * @param {Clock} clock
   * @param {(words: AgentWords) => void} told
   * @param {(error: import("./amazon-connect-ask.js").Refusal) => void} failed
   */
  constructor(clock, told, failed) {
    this.#clock = clock;
    this.#told = told;
    this.#failed = failed;
  }

  /** @param {Agent} agent  anew with each sign-in */
  follow(agent) {
    this.#agent = agent;
    this.refresh();
    this.#settle();
  }

  gone() {
    this.#agent = null;
    this.#tell({ state: "signedOut", words: null });
  }

  get isHere() {
    return this.#agent !== null;
  }

  /** The name of the state, which may be Amazon's own. */
  get stateName() {
    return readOr(() => this.#agent?.getState().name, undefined);
  }

  get contacts() {
    return readOr(() => this.#agent?.getContacts() ?? null, null);
  }

  /** @param {"available" | "unavailable"} wanted */
  want(wanted) {
    this.wanted = wanted;
    this.#settle();
  }

  /** A call that we made came to nothing: some of those make a break an availability. */
  mayDrift() {
    this.#reassertUntil = this.#clock.now() + REASSERTED_FOR;
  }

  /** Something changed at Amazon. */
  refresh() {
    const agent = this.#agent;
    if (!agent) return;
    this.#tell(this.#words(agent));
    if (this.wanted === "unavailable" && this.#clock.now() < this.#reassertUntil) this.#settle();
  }

  /**
   * @param {Endpoint} endpoint
   * @returns {Promise<void>}
   */
  dial(endpoint) {
    const agent = this.#agent;
    return ask(this.#clock, (answers) => agent?.connect(endpoint, { ...answers, timeout: DIAL_PATIENCE }), DIAL_PATIENCE + 500);
  }

  /** @param {boolean} muted */
  mute(muted) {
    if (muted) this.#agent?.mute();
    else this.#agent?.unmute();
  }

  /** The quick connects of this agent's queues. */
  async colleagues() {
    const agent = this.#agent;
    const answer = await ask(this.#clock, (answers) => agent?.getEndpoints(agent.getAllQueueARNs(), answers)).catch((error) => {
      throw new Problem(refusalWords("colleagues", error));
    });
    /** @type {Endpoint[]} */
    const endpoints = answer?.endpoints ?? answer?.addresses ?? [];
    if (endpoints.length === 0) throw new Problem(NO_COLLEAGUES);
    this.#endpoints = new Map(endpoints.map((endpoint, index) => [index + 1, endpoint]));
    return endpoints.map((endpoint, index) => ({
      ...{ id: index + 1, name: endpoint.name || endpoint.phoneNumber || "Quick connect" },
      ...{ presence: "available", words: endpointWords(endpoint.type), canBeRung: true },
    }));
  }

  /** @param {number | string} id  of one that `colleagues` named */
  endpoint(id) {
    return this.#endpoints.get(Number(id)) ?? null;
  }

  #settle() {
    const agent = this.#agent;
    if (!agent || this.wanted === null || this.#isSetting) return;
    const state = stateToSet(agent, this.wanted);
    if (!state) return;
    const wanted = this.wanted;
    this.#isSetting = true;
    void ask(this.#clock, (answers) => agent.setState(state, answers, { enqueueNextState: true }))
      .catch((error) => this.#failed(error))
      .finally(() => {
        this.#isSetting = false;
        if (this.wanted !== wanted) this.#settle();
      });
  }

  /**
   * @param {Agent} agent
   * @returns {AgentWords}
   */
  #words(agent) {
    const next = readOr(() => agent.getNextState?.(), null);
    const words = agentStateWords(this.stateName) ?? (next?.name ? `After this call: ${next.name}.` : null);
    return { state: typeOf(agent, chosen(agent)) === "routable" ? "available" : "unavailable", words };
  }

  /** @param {AgentWords} words */
  #tell(words) {
    const text = JSON.stringify(words);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#told(words);
  }
}

/**
 * The state that a wish needs, by its type: the list has no fixed order.
 *
 * @param {Agent} agent
 * @param {"available" | "unavailable"} wanted
 * @returns {AgentState | null}  null where nothing is to be done
 */
function stateToSet(agent, wanted) {
  const states = readOr(() => agent.getAgentStates(), []);
  const now = readOr(() => agent.getState(), null);
  const ofType = (/** @type {string} */ type) => states.find((state) => state.type === type) ?? null;
  const type = typeOf(agent, chosen(agent));
  if (wanted === "available") return type === "routable" && now?.type !== "error" ? null : ofType("routable");
  // Whoever is on a break keeps that break, whatever it is called.
  return type === "not_routable" ? null : (ofType("not_routable") ?? ofType("offline"));
}

/**
 * What the person chose, where Amazon tells that from what it does with them: the next state, if one waits.
 *
 * @param {Agent} agent
 * @returns {AgentState | null}
 */
function chosen(agent) {
  const next = readOr(() => agent.getNextState?.(), null);
  return (next?.name ? next : null) ?? readOr(() => agent.getAvailabilityState?.(), null) ?? readOr(() => agent.getState(), null);
}

/**
 * @param {Agent} agent
 * @param {AgentState | null} state
 */
function typeOf(agent, state) {
  if (state?.type) return state.type;
  const name = state?.name ?? state?.state;
  return readOr(() => agent.getAgentStates(), []).find((each) => each.name === name)?.type ?? null;
}
