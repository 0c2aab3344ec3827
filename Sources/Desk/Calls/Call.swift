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
    /// Who rings in from a telephone.
    package let caller: Caller?
    /// The vendor's call that this one writes down; nil for the desk's own.
    package let kept: KeptCall?
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
    /// When the call ends at the latest; nil where nobody pays for its length.
    package let endsBy: Timestamp?
    /// Until when a customer whose agent was lost is offered to other agents.
    package var offerUntil: Timestamp?
    package var room: Room?
    package var legs: [Leg]

    package init(
        id: CallID, key: String, carrier: CarrierName, ticket: TicketID?, visitor: String?, caller: Caller? = nil,
        kept: KeptCall? = nil,
        placedAt: Timestamp, state: State = .offered, version: Int64 = 1, liveAt: Timestamp? = nil,
        endedAt: Timestamp? = nil,
        deadline: Timestamp? = nil, reason: CallEnd? = nil, endedBy: LegID? = nil,
        endsBy: Timestamp? = nil, offerUntil: Timestamp? = nil, room: Room? = nil, legs: [Leg]
    ) {
        self.id = id
        self.key = key
        self.carrier = carrier
        self.ticket = ticket
        self.visitor = visitor
        self.caller = caller
        self.kept = kept
        self.placedAt = placedAt
        self.state = state
        self.version = version
        self.liveAt = liveAt
        self.endedAt = endedAt
        self.deadline = deadline
        self.reason = reason
        self.endedBy = endedBy
        self.endsBy = endsBy
        self.offerUntil = offerUntil
        self.room = room
        self.legs = legs
    }

    package var isOver: Bool { state == .ended }

    /// When the ringing is over; nil once somebody answered.
    package var ringsUntil: Timestamp? {
        guard state == .offered || state == .ringing else { return nil }
        let dials = legs.contains { $0.isCustomer && $0.side == .callee && $0.phone != nil }
        return placedAt.adding(seconds: dials ? CallMachine.dialSeconds : CallMachine.ringSeconds)
    }

    package func leg(_ id: LegID) -> Leg? { legs.first { $0.id == id } }

    /// The legs that are in the conversation, also when their page is away for a moment.
    package var connectedLegs: [Leg] { legs.filter(\.state.isConnected) }

    package var customer: Leg? { legs.first(where: \.isCustomer) }

    /// Whether the customer hears music instead of the agents.
    package var isHeld: Bool { customer?.heldSince != nil }

    /// The agents who talk with the customer, or would but for the hold.
    package var agentsIn: [Leg] {
        legs.filter { !$0.isCustomer && $0.role == .main && $0.state.isConnected }
    }

    /// The agent who is asked for advice or to take over, from the first ring on.
    package var consulted: Leg? { legs.first { $0.role == .consulted && $0.state != .left } }

    /// Whether two legs hear each other: both are in the conversation, and neither is on hold.
    package func hears(_ one: Leg, _ other: Leg) -> Bool {
        state == .live && one.id != other.id && one.state.isConnected && other.state.isConnected
            && one.heldSince == nil && other.heldSince == nil
    }
}

/// Who rings in from a telephone, as the network says.
package struct Caller: Sendable, Equatable {
    /// A number in E.164, or whatever the network shows instead of one.
    package let number: String
    /// Whether the network vouches that the number is the caller's own.
    package let isVerified: Bool

    package init(number: String, isVerified: Bool) {
        self.number = number
        self.isVerified = isVerified
    }

    package var phone: PhoneNumber? { PhoneNumber(e164: number) }
}

/// A call that a vendor keeps.
package struct KeptCall: Sendable, Equatable {
    package let line: LineReport.Line
    /// The vendor's id of it.
    package let id: String
    /// The customer's name, where the vendor knows one.
    package let name: String?

    package init(line: LineReport.Line, id: String, name: String? = nil) {
        self.line = line
        self.id = id
        self.name = name
    }
}

/// The carrier's conference in which a call is held.
package struct Room: Sendable, Equatable {
    /// Our own name for it.
    package let name: String
    /// The carrier's id, once it said one.
    package let sid: String?

    package init(name: String, sid: String? = nil) {
        self.name = name
        self.sid = sid
    }
}

/// Why a call ended.
package enum CallEnd: String, Sendable, CaseIterable, Codable {
    case hangup, rejected, missed, cancelled, busy, failed, lost, unavailable, microphone, limit
}
