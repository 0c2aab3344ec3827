/**
 * Shapes of what the dashboard and a partner's toolbar say to each other. Nothing runs here.
 *
 * A message of the toolbar's, read.
 * @typedef {object} ToolbarMessage
 * @property {string} method
 * @property {string | null} uuid  the answer carries it
 * @property {Record<string, any>} data
 * @property {Record<string, any>} fields  everything it had
 *
 * @typedef {Record<string, any>} Attributes  of a communication: SVCMCA_… and others
 *
 * Somebody the desk knows.
 * @typedef {object} Contact
 * @property {string} id
 * @property {string} name
 * @property {string} firstName
 * @property {string} lastName
 * @property {string} phone  E.164
 * @property {KnownTicket} ticket  of those that are not solved the newest, else the newest
 * @property {number} unsolved  how many tickets of theirs are not solved
 *
 * @typedef {{id: number, path: string, title: string, status: string}} KnownTicket
 * @typedef {{phone?: string, ticket?: string, name?: string}} LookUpKeys
 *
 * What a look-up found.
 * @typedef {object} Match
 * @property {Contact[]} contacts
 * @property {number} total
 * @property {{e164: string, words: string} | null} number  the caller's, where it is one
 *
 * @typedef {"REJECT" | "HANGUP" | "WRAPUP" | "ENDCOMMUNICATION" | "ABANDONED" | "CANCELED" | "MISSED" | "TIMEOUT"} CloseReason
 * @typedef {"offered" | "dialing" | "live" | "wrapUp" | "over"} EngagementState
 * @typedef {{outcome: string, reason: string, note: string}} WrapUpValues
 * @typedef {{ok: boolean, words: string | null, outData: Attributes}} CommandResult
 *
 * Where a toolbar's agent stands.
 * @typedef {"disabled" | "available" | "break"} AgentStand
 *
 * What the desk wrote down of a call.
 * @typedef {{key: string, ticket: string | null, pop: string | null, with: string | null, about: string | null}} CallRecord
 *
 * What the partner's part of the dock shows.
 * @typedef {object} HostView
 * @property {{stand: AgentStand, words: string}} agent
 * @property {OfferView | null} offer
 * @property {EngagementView | null} engagement
 * @property {string | null} problem
 *
 * @typedef {object} OfferView
 * @property {string} id
 * @property {string} name
 * @property {string | null} number
 * @property {string} words
 * @property {Contact[]} choices  empty unless there are several
 * @property {string | null} chosen
 * @property {number} until  this page's clock
 * @property {boolean} waiting  a key was pressed, and the toolbar has not done it yet
 *
 * @typedef {object} EngagementView
 * @property {string} id
 * @property {string} kind  "In call", "Calling"…
 * @property {string} name
 * @property {string | null} number
 * @property {string | null} ticket
 * @property {number | null} liveAt
 * @property {Contact[]} choices
 * @property {string | null} chosen
 * @property {[string, string][]} facts
 * @property {{command: string, words: string, stop: boolean, pressed: boolean}[]} keys
 * @property {boolean} waiting
 * @property {boolean} notes  a note can be typed
 * @property {string} note
 */

export {};
