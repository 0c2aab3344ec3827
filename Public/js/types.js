/**
 * Shapes that cross module borders. Nothing runs here.
 *
 * @typedef {"open" | "connecting" | "lost"} Connection
 * @typedef {"available" | "away"} Presence
 *
 * A call as the server tells it: a state, never an event.
 * @typedef {object} CallMessage
 * @property {string} id
 * @property {number} version  rises with every change; lower or equal ones are old news
 * @property {"offered" | "ringing" | "live" | "ended"} state
 * @property {"caller" | "callee"} side
 * @property {"invited" | "ringing" | "joined" | "held" | "away" | "left"} leg
 * @property {string} legId
 * @property {boolean} mine  this tab holds the audio
 * @property {string} with
 * @property {string | null} about
 * @property {string | null} ticket  path of the ticket's page
 * @property {number | null} liveAt  milliseconds since 1970, server's clock
 * @property {number} now  the server's clock when it sent this
 * @property {string | null} reason
 * @property {string | null} words
 * @property {boolean} otherAway  the other party's page is gone just now
 * @property {number | null} rejoinBy  until when this person may come back, server's clock
 * @property {boolean} muted  this person does not want to be heard
 * @property {string | null} ref  of the dial that made this call, for the tab that dialled
 * @property {{leg: string, offer: boolean}[]} peers
 *
 * What a page sends after its microphone is open, and what it hears from the other page.
 * @typedef {{description: RTCSessionDescriptionInit} | {candidate: RTCIceCandidateInit | null}} SignalData
 *
 * @typedef {{type: "ready", ice: RTCIceServer[], icePolicy: RTCIceTransportPolicy, presence: Presence | null,
 *   connection: string, now: number, stale: boolean}} ReadyMessage  stale: the page may have missed something
 * @typedef {{type: "fragment", id: string, html: string, list?: string | null}} FragmentMessage
 * @typedef {{type: "presence", presence: Presence}} PresenceMessage
 * @typedef {{type: "signal", call: string, from: string, data: SignalData}} SignalMessage
 * @typedef {{type: "refused", ref: string, code: string, words: string}} RefusedMessage
 * @typedef {{type: "error", code: string, words: string}} ErrorMessage
 * @typedef {{type: "mute", call: string, muted: boolean}} MuteMessage  said by a tab of this person, to all of them
 * @typedef {{type: "woken", from: number, to: number}} WokenMessage  this page was asleep, milliseconds since 1970
 * @typedef {{type: "ice", ice: RTCIceServer[], icePolicy: RTCIceTransportPolicy}} IceMessage  before a call that needs it
 * @typedef {ReadyMessage | IceMessage | FragmentMessage | PresenceMessage | {type: "call", call: CallMessage} | SignalMessage
 *   | RefusedMessage | ErrorMessage | MuteMessage | WokenMessage | {type: "pong"} | {type: "beat"} | {type: "stale"}
 *   | {type: "bye", words: string}} ServerMessage
 *
 * Whom to call: a ticket's page, or the desk when there is none.
 * @typedef {object} Target
 * @property {string} name  who it is, in words
 * @property {number | null} ticket
 * @property {string | null} phone  E.164, for lines that reach telephones
 * @property {string} button  the words on the button to press again
 *
 * How somebody comes back to a call: the tab that held it may return, this page does so by itself, or Rejoin is pressed.
 * @typedef {"elsewhere" | "returning" | "asking"} Away
 *
 * What is said about a call that goes on.
 * @typedef {"asking" | "broken" | "silent" | "speaking" | "device" | "weak"} NoticeKind
 *
 * A call as the softphone knows it, whoever carries it.
 * @typedef {object} Call
 * @property {string} id
 * @property {"in" | "out"} direction
 * @property {string} with
 * @property {string | null} about
 * @property {string | null} ticket
 * @property {boolean} mine
 * @property {Away | null} away  this person is in the call and none of their pages carries its sound
 * @property {boolean} otherAway  the other party's page is gone just now
 * @property {number | null} liveAt  milliseconds since 1970, this page's clock
 *
 * What a line tells the softphone. Each carries the whole call, so none depends on an earlier one.
 * @typedef {{type: "incoming", call: Call} | {type: "outgoing", call: Call} | {type: "ringing", call: Call}
 *   | {type: "accepted", call: Call} | {type: "ended", call: Call, words: string | null}
 *   | {type: "state", connection: Connection, words: string | null} | {type: "error", words: string}
 *   | {type: "muted", call: string, muted: boolean}
 *   | {type: "notice", kind: NoticeKind, words: string | null}} LineEvent
 *
 * A vendor's driver. `dial`, `accept` and `rejoin` reject with a Problem whose words can be shown.
 * @typedef {object} Line
 * @property {(listener: (event: LineEvent) => void) => void} listen
 * @property {() => void} ready
 * @property {() => void} unavailable
 * @property {(target: Target) => Promise<void>} dial
 * @property {() => void} cancel  gives up a dial that made no call yet
 * @property {(call: Call) => Promise<void>} accept
 * @property {(call: Call) => Promise<void>} rejoin
 * @property {(call: Call) => void} reject
 * @property {(call: Call) => void} hangUp
 * @property {(call: Call, muted: boolean) => void} mute  a "muted" event follows
 *
 * @typedef {object} Clock
 * @property {() => number} now
 * @property {(run: () => void, milliseconds: number) => number} start
 * @property {(timer: number) => void} stop
 *
 * Everything a phone panel shows.
 * @typedef {object} PhoneView
 * @property {"connecting" | "offline" | "ready" | "calling" | "ringing" | "live" | "away" | "ended"} state
 * @property {string | null} callId  of the call in front
 * @property {string} words  the status
 * @property {string} who  a name that belongs to the status and stands in the heading
 * @property {string | null} about
 * @property {string | null} more
 * @property {{words: string, tone: "stop" | "wait"} | null} problem
 * @property {string | null} ticket
 * @property {number | null} liveAt
 * @property {{answer: boolean, reject: boolean, rejoin: boolean, hangUp: boolean, mute: boolean, call: boolean}} can
 * @property {boolean} callsBlocked  call buttons stand there and cannot be pressed
 * @property {boolean} muted
 * @property {boolean} reconnecting  one side of the call is on its way back
 * @property {"ring" | "ringBack" | null} tone
 */

export {};
