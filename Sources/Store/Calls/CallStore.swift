package import Desk
import Foundation
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

    package init(tab: String, ref: String, address: String = "") {
        self.tab = tab
        self.ref = ref
        self.address = address
    }
}

/// A change of a call that is saved.
package struct CallStep: Sendable {
    /// The state before; it may be the same as after.
    package let was: Call.State
    package let call: Call
}

extension Store {
    /// Rings every free agent for a customer.
    package func callDesk(
        from person: Person, _ dial: Dial, limits: CallLimits = .normal
    ) async throws -> CallID {
        try await place(ticket: person.ticket, visitor: person.visitor, address: dial.address) { session in
            try Self.check(limits, address: dial.address, session)
            let agents = try session.query(Self.freeAgents).map { try $0.id("id", as: AgentID.self) }
            guard !agents.isEmpty else { throw DialRefusal.unavailable }
            return Invitation(caller: (.customer, dial), callees: agents.map { .agent($0) })
        }
    }

    /// Rings the open page of a ticket's customer.
    package func callPage(of ticket: TicketID, from agent: AgentID, _ dial: Dial) async throws -> CallID {
        try await place(ticket: ticket, visitor: nil, address: "") { session in
            guard try session.first("SELECT 1 AS one FROM tickets WHERE id = $1", .id(ticket)) != nil else {
                throw DialRefusal.unknown
            }
            let talk = try session.first(
                "SELECT 1 AS one FROM call_legs WHERE agent_id = $1 AND state IN ('joined', 'held', 'away')", .id(agent)
            )
            guard talk == nil else { throw DialRefusal.alreadyInCall }
            let page = try session.first(
                "SELECT 1 AS one FROM connections WHERE ticket_id = $1 AND asleep_at IS NULL", .id(ticket))
            guard page != nil else { throw DialRefusal.notOpen }
            return Invitation(caller: (.agent(agent), dial), callees: [.customer])
        }
    }

    /// Applies an event to the call as it is saved now; the caller tells people afterwards.
    ///
    /// Throws `CallMachine.Refusal` when the event comes too late, twice or out of order; nothing is changed then.
    @discardableResult
    package func apply(_ event: CallMachine.Event, to id: CallID) async throws -> Call {
        try await step(event, of: id).call
    }

    /// As `apply`, and says in which state the call was before.
    package func step(_ event: CallMachine.Event, of id: CallID) async throws -> CallStep {
        let now = clock.now
        return try await database.write { session in
            guard let call = try Self.call(id, session) else { throw CallMachine.Refusal.unknownLeg }
            var machine = CallMachine(call)
            let actions = try machine.apply(event, at: now)
            var changed = machine.call
            changed.version += 1
            try Self.save(changed, was: call, session)
            for action in actions { try Self.perform(action, on: changed, at: now, session) }
            return CallStep(was: call.state, call: changed)
        }
    }

    package func call(_ id: CallID) async throws -> Call? {
        try await database.read { try Self.call(id, $0) }
    }

    private struct Invitation {
        let caller: (party: Leg.Party, dial: Dial)
        let callees: [Leg.Party]
    }

    private func place(
        ticket: TicketID?, visitor: String?, address: String,
        _ invite: @escaping @Sendable (any DatabaseSession) throws -> Invitation
    ) async throws -> CallID {
        let now = clock.now
        let key = SecureRandom.token(bits: 128)
        return try await database.write { session in
            try Self.refuseSecondCall(ticket: ticket, visitor: visitor, session)
            let invitation = try invite(session)
            let id = try Self.insertCall(
                key: key, ticket: ticket, visitor: visitor, address: address, at: now, session)
            let caller = invitation.caller
            try Self.insertLeg(
                caller.party, .caller, tab: caller.dial.tab, dial: caller.dial.ref, of: id, session)
            for callee in invitation.callees { try Self.insertLeg(callee, .callee, of: id, session) }
            try Self.record("placed", leg: nil, of: id, version: 1, at: now, session)
            return id
        }
    }

    private static func refuseSecondCall(
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

    private static func perform(
        _ action: CallMachine.Action, on call: Call, at now: Timestamp, _ session: any DatabaseSession
    ) throws {
        switch action {
        case .record(let what, let leg):
            try record(what, leg: leg, of: call.id, version: call.version, at: now, session)
        case .summarise:
            guard let ticket = call.ticket else { return }
            let name = try call.leadingAgent.flatMap { agent in
                try session.first("SELECT name FROM agents WHERE id = $1", .id(agent))?.text("name")
            }
            guard let summary = CallSummary(of: call, agentName: name) else { return }
            let detail = String(decoding: try JSONEncoder().encode(summary), as: UTF8.self)
            try add(.call, detail: detail, to: ticket, by: call.leadingAgent, call: call.id, at: now, session)
        }
    }
}
