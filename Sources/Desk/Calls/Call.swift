/// One conversation and everybody in it, as the database has it.
package struct Call: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case offered, ringing, live, ended
    }

    package enum CarrierName: String, Sendable, CaseIterable {
        case embedded, twilio
    }

    package let id: CallID
    /// The 128 random bits by which pages name the call.
    package let key: String
    package let carrier: CarrierName
    package let ticket: TicketID?
    /// The identity of a caller who has filed no ticket.
    package let visitor: String?
    package let placedAt: Timestamp
    package var state: State
    /// Raised by one with every saved change; orders what pages are told.
    package var version: Int64
    package var liveAt: Timestamp?
    package var endedAt: Timestamp?
    /// When the call's timer fires next; nil while nothing is waited for.
    package var deadline: Timestamp?
    package var reason: CallEnd?
    /// Whose act ended the call.
    package var endedBy: LegID?
    package var legs: [Leg]

    package init(
        id: CallID, key: String, carrier: CarrierName, ticket: TicketID?, visitor: String?, placedAt: Timestamp,
        state: State = .offered, version: Int64 = 1, liveAt: Timestamp? = nil, endedAt: Timestamp? = nil,
        deadline: Timestamp? = nil, reason: CallEnd? = nil, endedBy: LegID? = nil, legs: [Leg]
    ) {
        self.id = id
        self.key = key
        self.carrier = carrier
        self.ticket = ticket
        self.visitor = visitor
        self.placedAt = placedAt
        self.state = state
        self.version = version
        self.liveAt = liveAt
        self.endedAt = endedAt
        self.deadline = deadline
        self.reason = reason
        self.endedBy = endedBy
        self.legs = legs
    }

    package var isOver: Bool { state == .ended }

    /// When the ringing is over; nil once somebody answered.
    package var ringsUntil: Timestamp? {
        state == .offered || state == .ringing ? placedAt.adding(seconds: CallMachine.ringSeconds) : nil
    }

    package func leg(_ id: LegID) -> Leg? { legs.first { $0.id == id } }

    /// The legs that are in the conversation, also when their page is away for a moment.
    package var connectedLegs: [Leg] { legs.filter(\.state.isConnected) }
}

/// Why a call ended.
package enum CallEnd: String, Sendable, CaseIterable, Codable {
    case hangup, rejected, missed, cancelled, busy, failed, lost, unavailable, microphone
}

/// One party's part in a call.
package struct Leg: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case invited, ringing, joined, held, away, left

        package var isWaiting: Bool { self == .invited || self == .ringing }
        package var isConnected: Bool { self == .joined || self == .held || self == .away }
    }

    package enum Side: String, Sendable, CaseIterable {
        case caller, callee
    }

    package enum Party: Sendable, Hashable {
        case customer
        case agent(AgentID)
    }

    /// Why a leg left; `taken` says that somebody else answered.
    package enum Departure: String, Sendable, CaseIterable {
        case hangup, rejected, missed, cancelled, failed, lost, microphone, taken
    }

    package let id: LegID
    package let party: Party
    package let side: Side
    package var state: State
    package var departure: Departure?
    /// The browser tab that carries the leg's audio; nil until one answered.
    package var tab: String?
    /// How long a leg that is away is waited for.
    package var awayUntil: Timestamp?
    /// Whether the party does not want to be heard now; holds for whichever page carries the audio.
    package var isMuted: Bool
    /// The caller's own name for the dial that made the call, so that its page can tell it from others.
    package let dial: String?

    package init(
        id: LegID, party: Party, side: Side, state: State, departure: Departure? = nil, tab: String? = nil,
        awayUntil: Timestamp? = nil, isMuted: Bool = false, dial: String? = nil
    ) {
        self.id = id
        self.party = party
        self.side = side
        self.state = state
        self.departure = departure
        self.tab = tab
        self.awayUntil = awayUntil
        self.isMuted = isMuted
        self.dial = dial
    }

    package var isCustomer: Bool { party == .customer }
}
