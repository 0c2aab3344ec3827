import { runScript } from "../../lib/html.js";
import { Problem } from "../problem.js";
import { MISSING } from "./amazon-connect-words.js";

/**
 * The parts of Amazon Connect Streams 2.x that are used here. Contacts and connections are thin handles: they read the
 * newest snapshot, and throw once what they stand for is gone.
 *
 * @typedef {{success: (data?: any) => void, failure: (error: unknown, data?: unknown) => void}} Answers
 * @typedef {{unsubscribe: () => void} | undefined | void} Subscription
 * @typedef {{agentStateARN?: string | null, type?: string, name?: string, state?: string}} AgentState
 *
 * @typedef {object} Endpoint
 * @property {string} [endpointARN]
 * @property {string} [endpointId]
 * @property {string} [type]  phone_number, agent or queue
 * @property {string | null} [name]
 * @property {string | null} [phoneNumber]
 *
 * @typedef {object} Connection
 * @property {() => string} getConnectionId
 * @property {() => {type: string}} getState
 * @property {() => Endpoint | null} getEndpoint
 * @property {(answers: Answers) => void} destroy
 * @property {(answers: Answers) => void} hold
 * @property {(answers: Answers) => void} resume
 * @property {(digits: string, answers: Answers) => void} sendDigits
 * @property {() => number} [getStateDuration]
 * @property {() => string | null} [getQuickConnectName]
 * @property {() => boolean} [isMute]
 * @property {(answers: Answers) => void} [muteParticipant]
 * @property {(answers: Answers) => void} [unmuteParticipant]
 *
 * @typedef {object} Contact
 * @property {() => string} getContactId
 * @property {() => string} getType
 * @property {() => {type: string}} getState
 * @property {() => boolean} isInbound
 * @property {() => Record<string, {name: string, value: string}>} getAttributes
 * @property {() => Connection | null} getInitialConnection
 * @property {() => Connection | null} getAgentConnection
 * @property {() => Connection[]} getThirdPartyConnections
 * @property {() => boolean} [isSoftphoneCall]
 * @property {() => boolean} [isMultiPartyConferenceEnabled]
 * @property {() => number} [getStateDuration]
 * @property {(answers: Answers) => void} accept
 * @property {(answers: Answers) => void} reject
 * @property {(answers: Answers) => void} clear
 * @property {(endpoint: Endpoint, answers: Answers) => void} addConnection
 * @property {(answers: Answers) => void} toggleActiveConnections
 * @property {(answers: Answers) => void} conferenceConnections
 * @property {(heard: (contact: Contact) => void) => Subscription} onRefresh
 * @property {(heard: (contact: Contact) => void) => Subscription} onIncoming
 * @property {(heard: (contact: Contact) => void) => Subscription} onPending
 * @property {(heard: (contact: Contact) => void) => Subscription} onConnecting
 * @property {(heard: (contact: Contact) => void) => Subscription} onAccepted
 * @property {(heard: (contact: Contact) => void) => Subscription} onConnected
 * @property {(heard: (contact: Contact) => void) => Subscription} onMissed
 * @property {(heard: (contact: Contact) => void) => Subscription} onACW
 * @property {(heard: (contact: Contact) => void) => Subscription} onEnded
 * @property {(heard: (contact: Contact) => void) => Subscription} onError
 * @property {(heard: (contact: unknown) => void) => Subscription} onDestroy
 *
 * @typedef {object} Agent
 * @property {() => AgentState} getState
 * @property {() => AgentState[]} getAgentStates
 * @property {() => AgentState | null} [getAvailabilityState]
 * @property {() => AgentState | null} [getNextState]
 * @property {(type?: string) => Contact[]} getContacts
 * @property {(state: AgentState, answers: Answers, options?: {enqueueNextState: boolean}) => void} setState
 * @property {(endpoint: Endpoint, options: Answers & {timeout?: number}) => void} connect
 * @property {() => string[]} getAllQueueARNs
 * @property {(queues: string[], answers: Answers) => void} getEndpoints
 * @property {() => void} mute
 * @property {() => void} unmute
 * @property {(heard: (agent: Agent) => void) => Subscription} onRefresh
 * @property {(heard: (change: object) => void) => Subscription} onStateChange
 * @property {(heard: (agent: Agent) => void) => Subscription} onError
 * @property {(heard: (error: {errorType?: string, errorMessage?: string}) => void) => Subscription} onSoftphoneError
 * @property {(heard: (state: {muted: boolean}) => void) => Subscription} onMuteToggle
 *
 * @typedef {object} Core
 * @property {(container: HTMLElement, options: object) => void} initCCP
 * @property {() => void} terminate
 * @property {(heard: () => void) => Subscription} onAuthFail
 * @property {(heard: () => void) => Subscription} onAccessDenied
 * @property {(heard: () => void) => Subscription} [onAuthorizeRetriesExhausted]
 * @property {(heard: () => void) => Subscription} [onCTIAuthorizeRetriesExhausted]
 * @property {(heard: () => void) => Subscription} [onIframeRetriesExhausted]
 * @property {() => {subscribe: (event: string, heard: () => void) => Subscription} | null} [getEventBus]
 *
 * @typedef {object} Streams
 * @property {Core} core
 * @property {(heard: (agent: Agent) => void) => Subscription} agent
 * @property {(heard: (contact: Contact) => void) => Subscription} contact
 * @property {{byPhoneNumber: (number: string) => Endpoint}} Endpoint
 * @property {Record<string, string>} [EventType]
 *
 * What a page is told about the instance.
 * @typedef {{panel: string, region: string, streams: string}} ConnectInstance
 */

/**
 * The operator's copy of Amazon Connect Streams, which says its name in `connect`.
 *
 * @param {string} url
 * @returns {Promise<Streams>}
 */
export async function loadStreams(url) {
  await runScript(url).catch((error) => console.warn(error));
  const streams = /** @type {{connect?: Streams}} */ (/** @type {unknown} */ (globalThis)).connect;
  if (typeof streams?.core?.initCCP !== "function") throw new Problem(MISSING);
  return streams;
}
