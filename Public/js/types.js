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
 * @property {PeerMessage[]} peers
 *
 * The rest of a call, of which a desk without telephones tells nothing: absent counts as null, or as no.
 * @property {CarrierName} [carrier]
 * @property {Join | null} [join]  how the page that carries the sound gets into the carrier's room
 * @property {boolean} [onPhone]  this person's sound is on their telephone
 * @property {boolean} [held]  this very person waits and hears music
 * @property {number | null} [heldSince]  since when the customer waits, server's clock; for agents
 * @property {string | null} [holdProblem]  why the customer cannot be held
 * @property {Partial<Record<CallCommand | "consult", boolean>>} [can]
 * @property {Consult | null} [consult]
 * @property {string | null} [from]  who hands the call over: "Ana Diaz hands over"
 * @property {Party[]} [parties]  everybody else in the call
 * @property {boolean} [unverified]  nobody vouches for the caller's number
 * @property {string | null} [number]  the customer's telephone, international
 * @property {string | null} [phone]  by which other systems know the customer, E.164
 * @property {string | null} [pop]  the page to open when this agent answers
 * @property {boolean} [reoffered]  the agent was lost: the customer waits for another one
 * @property {boolean} [wrapUp]  a note on it can be typed now
 *
 * @typedef {{leg: string, offer: boolean, hears?: boolean}} PeerMessage  hears: absent counts as yes
 * @typedef {"embedded" | "twilio"} CarrierName
 * @typedef {{call: string, leg: string, number?: string}} Join
 * @typedef {{name: string, words: string | null}} Party
 * @typedef {{name: string, state: "ringing" | "talking", role: "asking" | "asked", words: string | null}} Consult
 * @typedef {"hold" | "resume" | "handOver" | "bringIn" | "cancelConsult" | "swap"} CallCommand
 *
 * A call that a vendor keeps, as the desk has written it down.
 * @typedef {object} LineRecord
 * @property {string} line
 * @property {string} call  the vendor's id
 * @property {string} key  the desk's key
 * @property {"ringing" | "live" | "held" | "ended"} state
 * @property {string} with
 * @property {string | null} about
 * @property {string | null} ticket  path of the ticket's page
 * @property {string | null} pop  the page to open when this agent answers
 * @property {string | null} number  international
 * @property {boolean} unverified
 * @property {number | null} [liveAt]  by this page's clock
 * @property {boolean} wrapUp
 *
 * What a page tells the desk of such a call.
 * @typedef {object} LineReport
 * @property {"ringing" | "live" | "held" | "ended"} state
 * @property {"in" | "out"} direction
 * @property {string | null} [number]  E.164, or whatever the vendor shows
 * @property {string | null} [name]
 * @property {number | null} [ticket]
 * @property {EndReason | null} [reason]
 * @property {"agent" | "customer" | null} [by]
 * @typedef {"hangup" | "rejected" | "missed" | "cancelled" | "busy" | "failed" | "lost"} EndReason
 *
 * Somebody whom an agent can ask about a call.
 * @typedef {object} Colleague
 * @property {number} id
 * @property {string} name
 * @property {string} presence
 * @property {string} words  the presence as people read it
 * @property {boolean} canBeRung
 *
 * What an agent writes about a call that is over.
 * @typedef {object} WrapUp
 * @property {string} call
 * @property {string} with
 * @property {number | null} until  server's clock; null: no hurry
 * @property {number} now  the server's clock when it sent this
 * @property {string[]} outcomes
 * @property {string} outcome
 * @property {string} note
 * @property {FollowUp} followUp
 * @property {boolean} ticket  the call belongs to a ticket
 * @typedef {"none" | "call-back" | "solved"} FollowUp
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
 * @typedef {{type: "targets", targets: Colleague[]}} TargetsMessage
 * @typedef {{type: "noted", call: string, length: number}} NotedMessage
 * @typedef {{type: "wrapUp", wrapUp: WrapUp | null}} WrapUpMessage
 * @typedef {{type: "lineCall", now: number} & LineRecord} LineCallMessage  its times are the desk's
 * @typedef {object} WindowMessage  about the window that has the sound: whether there is one, or what it is to do
 * @property {"window"} type
 * @property {boolean} [open]
 * @property {"answer" | "rejoin" | "dial" | "digits"} [command]
 * @property {string} [call]
 * @property {string} [digits]
 * @property {string} [name]
 * @property {string} [phone]
 * @property {"phone" | "page"} [by]
 * @property {number | null} [ticket]
 * @typedef {{type: "phone", possible: boolean, words: string | null}} PhoneMessage  whether telephones can be called now
 * @typedef {{type: "ice", ice: RTCIceServer[], icePolicy: RTCIceTransportPolicy}} IceMessage  before a call that needs it
 * @typedef {ReadyMessage | IceMessage | FragmentMessage | PresenceMessage | {type: "call", call: CallMessage} | SignalMessage
 *   | TargetsMessage | NotedMessage | WrapUpMessage | LineCallMessage | WindowMessage | PhoneMessage | RefusedMessage | ErrorMessage | MuteMessage | WokenMessage | {type: "pong"} | {type: "beat"} | {type: "stale"}
 *   | {type: "bye", words: string}} ServerMessage
 *
 * Whom to call: a ticket's page, or the desk when there is none.
 * @typedef {object} Target
 * @property {string} name  who it is, in words
 * @property {number | null} ticket
 * @property {string | null} phone  E.164, for lines that reach telephones
 * @property {string} button  the words on the button to press again
 * @property {"phone" | "page"} [by]  what rings; absent leaves it to the desk
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
 * @property {Situation} [situation]  absent on lines that know neither hold nor consultation
 *
 * How a call stands besides who talks to whom.
 * @typedef {object} Situation
 * @property {boolean} canMute
 * @property {boolean} canReject
 * @property {boolean} digits  it carries keys of a keypad
 * @property {boolean} ringsByItself  who calls hears the ringing from the network
 * @property {boolean} playsMusic  who is on hold hears this page's music
 * @property {string | null} elsewhere  where the sound is, if not in this page
 * @property {string | null} record  the desk's key of it; absent keys are the call's own
 * @property {boolean} onPhone
 * @property {boolean} held
 * @property {number | null} heldSince  this page's clock
 * @property {string | null} holdProblem
 * @property {Record<CallCommand | "consult", boolean>} can
 * @property {Consult | null} consult
 * @property {string | null} from
 * @property {Party[]} parties
 * @property {boolean} unverified
 * @property {string | null} number  as people read it
 * @property {string | null} e164
 * @property {string | null} pop
 * @property {boolean} reoffered
 * @property {boolean} wrapUp
 *
 * What a line can do, besides the six commands that every line has.
 * @typedef {object} Capabilities
 * @property {boolean} mediaInPage  this page has the sound, and needs the microphone
 * @property {boolean} mute
 * @property {boolean} hold
 * @property {boolean} digits
 * @property {boolean} canReject
 * @property {boolean} consult
 * @property {boolean} wrapUp  it keeps the agent from calls until the wrap-up is done
 * @property {boolean} needsLogin
 *
 * What the panel says of a line, and the words on its one button.
 * @typedef {{ready: boolean, words: string | null, action: string | null}} LineService
 *
 * Whether telephones can be called from this page.
 * @typedef {{ready: boolean, words: string}} PhoneLine
 *
 * What a line tells the softphone. Each carries the whole call, so none depends on an earlier one.
 * @typedef {{type: "incoming", call: Call} | {type: "outgoing", call: Call} | {type: "ringing", call: Call}
 *   | {type: "accepted", call: Call} | {type: "ended", call: Call, words: string | null,
 *       reason?: string | null, by?: "us" | "them" | null}
 *   | {type: "state", connection: Connection, words: string | null} | {type: "error", words: string, stays?: boolean}
 *   | {type: "muted", call: string, muted: boolean}
 *   | {type: "colleagues", colleagues: Colleague[]}
 *   | {type: "refused", call: string | null, words: string}
 *   | {type: "phoneLine", line: PhoneLine}
 *   | {type: "service", service: LineService}
 *   | {type: "agent", state: "available" | "unavailable" | "signedOut", words: string | null}
 *   | {type: "notice", kind: NoticeKind, words: string | null}} LineEvent
 *
 * A vendor's driver. `dial`, `accept` and `rejoin` reject with a Problem whose words can be shown.
 * @typedef {object} Line
 * @property {Capabilities} capabilities
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
 * @property {(call: Call, command: CallCommand | "hangUp") => void} command  the desk says what comes of it
 * @property {(call: Call, agent: number) => void} consult
 * @property {(call: Call) => void} askColleagues  a "colleagues" event follows
 * @property {(call: Call, digits: string) => void} sendDigits
 * @property {(target: Target) => boolean} [takes]  whether this line makes that call; absent: the page's first line does
 * @property {() => void} [act]  the button of its service was pressed
 * @property {(call: string) => void} [wrapUpDone]  what was to be written about the call is written
 *
 * Who moves the sound of a call that the desk keeps.
 * @typedef {object} Carrier
 * @property {(message: ServerMessage) => void} hear  what the desk says besides calls
 * @property {(call: CallMessage, stream: MediaStream, fresh: boolean) => void} connect  with every news of the call; fresh:
 *   this page came back to it
 * @property {(track: MediaStreamTrack) => void} use  another microphone
 * @property {(muted: boolean) => void} mute
 * @property {(digits: string) => void} sendDigits
 * @property {() => void} mend  the network is another one
 * @property {(call: string) => void} close
 *
 * What a carrier says to the line it belongs to.
 * @typedef {object} CarrierTold
 * @property {Clock} clock
 * @property {(message: import("./lib/live-socket.js").ClientMessage) => void} send
 * @property {(event: LineEvent) => void} tell
 * @property {(call: string) => void} lost  its sound is gone, while the call goes on as far as the carrier knows
 *
 * @typedef {object} Clock
 * @property {() => number} now
 * @property {(run: () => void, milliseconds: number) => number} start
 * @property {(timer: number) => void} stop
 *
 * @typedef {"answer" | "reject" | "rejoin" | "hangUp" | "mute" | "call" | "keypad" | "consult" | CallCommand} PhoneKey
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
 * @property {Record<PhoneKey, boolean>} can  which keys there are
 * @property {CallCommand | "consult" | "hangUp" | null} pressed  its key was pressed, and the desk has not said yet what came of it
 * @property {string | null} holdProblem  why Hold is there and cannot be pressed
 * @property {number | null} heldSince  since when the customer waits, this page's clock
 * @property {string | null} held  beside that time, where the status says something else
 * @property {boolean} onHold  this very person waits
 * @property {boolean} consulting
 * @property {{colleagues: Colleague[] | null} | null} consultList  open; null: not known yet
 * @property {string | null} from  who hands it over to whom
 * @property {{words: string, unverified: boolean} | null} number
 * @property {boolean} wrapUp
 * @property {string | null} pop  the page this tab ought to open, as it has answered
 * @property {boolean} music  this person waits: their page plays music
 * @property {PhoneLine | null} phoneLine
 * @property {LineService | null} service
 * @property {string | null} record  the desk's key of the call in front
 * @property {boolean} callsBlocked  call buttons stand there and cannot be pressed
 * @property {boolean} muted
 * @property {boolean} reconnecting  one side of the call is on its way back
 * @property {"ring" | "ringBack" | null} tone
 */

export {};
