package import Desk
import Secrets

/// Why a dial made no call.
package enum DialRefusal: String, Error, Sendable {
    /// Nobody who could answer is there.
    case unavailable
    /// The person who is called talks to somebody else.
    case busy
    /// The customer's page is not open.
    case notOpen = "not-open"
    /// The caller is in a call already.
    case alreadyInCall = "in-call"
    case unknown
    /// Too many calls from one address, or too many that wait.
    case limit
    /// The agent has placed as many telephone calls today as one may.
    case agentLimit = "agent-limit"
    /// The desk has.
    case dayLimit = "day-limit"
    /// Telephones cannot be reached now.
    case noPhones = "no-phones"
}

/// How many calls customers may have at once.
package struct CallLimits: Sendable {
    package let perAddress: Int64
    package let waiting: Int64

    package init(perAddress: Int64, waiting: Int64) {
        self.perAddress = perAddress
        self.waiting = waiting
    }

    package static let normal = CallLimits(perAddress: 3, waiting: 20)
    package static let none = CallLimits(perAddress: .max, waiting: .max)
}

/// A dial as its page asked for it.
package struct Dial: Sendable {
    /// The tab that will carry the caller's audio.
    package let tab: String
    /// The page's own name for the dial.
    package let ref: String
    /// Where the page is.
    package let address: String
    /// What carries the call.
    package let carrier: Call.CarrierName
    /// Longest call in seconds, where somebody pays for it.
    package let longest: Int64?

    package init(
        tab: String, ref: String, address: String = "", carrier: Call.CarrierName = .embedded, longest: Int64? = nil
    ) {
        self.tab = tab
        self.ref = ref
        self.address = address
        self.carrier = carrier
        self.longest = longest
    }
}

extension Store {
    /// Rings every free agent for a customer.
    package func callDesk(
        from person: Person, _ dial: Dial, limits: CallLimits = .normal
    ) async throws -> CallID {
        let now = clock.now
        var call = NewCall(
            carrier: dial.carrier, ticket: person.ticket, visitor: person.visitor, address: dial.address,
            longestSeconds: dial.longest)
        call.room = dial.carrier == .twilio ? call.key : nil
        return try await place(call, at: now) { session in
            try Self.check(limits, address: dial.address, session)
            let agents = try Self.freeAgents(for: dial.carrier, at: now, session)
            guard !agents.isEmpty else { throw DialRefusal.unavailable }
            return [.caller(.customer, dial)] + agents.map { NewLeg(party: .agent($0.id), phone: $0.phone) }
        }
    }

    /// Rings the open page of a ticket's customer.
    package func callPage(of ticket: TicketID, from agent: AgentID, _ dial: Dial) async throws -> CallID {
        var call = NewCall(carrier: dial.carrier, ticket: ticket, longestSeconds: dial.longest)
        call.room = dial.carrier == .twilio ? call.key : nil
        return try await place(call, at: clock.now) { session in
            _ = try Self.phone(of: ticket, session)
            try Self.refuseTalk(of: agent, session)
            let page = try session.first(
                "SELECT 1 AS one FROM connections WHERE ticket_id = $1 AND asleep_at IS NULL", .id(ticket))
            guard page != nil else { throw DialRefusal.notOpen }
            return [.caller(.agent(agent), dial), NewLeg(party: .customer)]
        }
    }

    static func phone(of ticket: TicketID, _ session: any DatabaseSession) throws -> PhoneNumber? {
        guard let row = try session.first("SELECT phone FROM tickets WHERE id = $1", .id(ticket)) else {
            throw DialRefusal.unknown
        }
        return PhoneNumber(e164: try row.text("phone"))
    }

    static func refuseTalk(of agent: AgentID, _ session: any DatabaseSession) throws {
        let talk = try session.first(
            "SELECT 1 AS one FROM call_legs WHERE agent_id = $1 AND state IN ('joined', 'held', 'away')", .id(agent))
        guard talk == nil else { throw DialRefusal.alreadyInCall }
    }

    func place(
        _ call: NewCall, at now: Timestamp, _ invite: @escaping @Sendable (any DatabaseSession) throws -> [NewLeg]
    ) async throws -> CallID {
        try await database.write { session in
            try Self.refuseSecondCall(ticket: call.ticket, visitor: call.visitor, session)
            return try Self.insert(call, try invite(session), at: now, session)
        }
    }

    static func insert(
        _ call: NewCall, _ legs: [NewLeg], at now: Timestamp, _ session: any DatabaseSession
    ) throws -> CallID {
        let id = try insert(call, at: now, session)
        for leg in legs { try insert(leg, of: id, session) }
        try record("placed", leg: nil, of: id, version: 1, at: now, session)
        return id
    }

    static func refuseSecondCall(
        ticket: TicketID?, visitor: String?, _ session: any DatabaseSession
    ) throws {
        let running = try session.first(
            "SELECT 1 AS one FROM calls WHERE state <> 'ended' AND (ticket_id = $1 OR visitor = $2)",
            .id(ticket), .text(visitor))
        guard running == nil else { throw DialRefusal.busy }
    }

    private static func check(_ limits: CallLimits, address: String, _ session: any DatabaseSession) throws {
        let running = try session.first(
            """
            SELECT count(CASE WHEN address = $1 THEN 1 END) AS here, count(CASE WHEN state <> 'live' THEN 1 END) AS waiting
            FROM calls WHERE state <> 'ended' AND address <> ''
            """, .text(address))
        guard let running else { return }
        let isFull = try running.integer("here") >= limits.perAddress || running.integer("waiting") >= limits.waiting
        if isFull { throw DialRefusal.limit }
    }
}

extension NewLeg {
    /// Who places a call from a page; over a carrier the page joins the room with a key of its own.
    static func caller(_ party: Leg.Party, _ dial: Dial) -> NewLeg {
        NewLeg(
            party: party, side: .caller, tab: dial.tab, dial: dial.ref,
            joinKey: dial.carrier == .twilio ? SecureRandom.token(bits: 128) : nil)
    }
}
