import Desk

extension Store {
    static func call(_ id: CallID, _ session: any DatabaseSession) throws -> Call? {
        let row = try session.first("SELECT * FROM calls WHERE id = $1", .id(id))
        guard let row else { return nil }
        let legs = try session.query("SELECT * FROM call_legs WHERE call_id = $1 ORDER BY id", .id(id)).map(leg)
        return try call(row, legs: legs)
    }

    private static func call(_ row: SQLRow, legs: [Leg]) throws -> Call {
        Call(
            id: try row.id("id"), key: try row.text("key"), carrier: try row.word("carrier"),
            ticket: try row.optional("ticket_id") { name throws(StorageError) in try row.id(name, as: TicketID.self) },
            visitor: try row.optional("visitor", row.text), placedAt: try row.time("placed_at"),
            state: try row.word("state"), version: try row.integer("version"),
            liveAt: try row.optional("live_at", row.time), endedAt: try row.optional("ended_at", row.time),
            deadline: try row.optional("deadline_at", row.time),
            reason: try row.optional("reason") { name throws(StorageError) in try row.word(name, as: CallEnd.self) },
            endedBy: try row.optional("ended_by") { name throws(StorageError) in try row.id(name, as: LegID.self) },
            legs: legs)
    }

    private static func leg(_ row: SQLRow) throws -> Leg {
        let agent = try row.optional("agent_id") { name throws(StorageError) in try row.id(name, as: AgentID.self) }
        return Leg(
            id: try row.id("id"), party: agent.map { .agent($0) } ?? .customer, side: try row.word("side"),
            state: try row.word("state"),
            departure: try row.optional("departure") { name throws(StorageError) in
                try row.word(name, as: Leg.Departure.self)
            },
            tab: try row.optional("tab", row.text), awayUntil: try row.optional("away_until", row.time),
            isMuted: try row.integer("is_muted") == 1, dial: try row.optional("dial", row.text))
    }

    static func insertCall(
        key: String, ticket: TicketID?, visitor: String?, address: String, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws -> CallID {
        let row = try session.first(
            """
            INSERT INTO calls (key, carrier, ticket_id, visitor, address, state, version, placed_at, deadline_at)
            VALUES ($1, 'embedded', $2, $3, $6, 'offered', 1, $4, $5) RETURNING id
            """,
            .text(key), .id(ticket), .text(visitor), .time(now),
            .time(now.adding(seconds: CallMachine.ringSeconds)), .text(address))
        guard let row else { throw StorageError.unexpected("no call id") }
        return try row.id("id")
    }

    static func insertLeg(
        _ party: Leg.Party, _ side: Leg.Side, tab: String? = nil, dial: String? = nil, of call: CallID,
        _ session: any DatabaseSession
    ) throws {
        let agent: AgentID? = if case .agent(let id) = party { id } else { nil }
        try session.execute(
            "INSERT INTO call_legs (call_id, agent_id, side, state, tab, dial) VALUES ($1, $2, $3, $4, $5, $6)",
            .id(call), .id(agent), .word(side), .word(side == .caller ? Leg.State.joined : .invited), .text(tab),
            .text(dial))
    }

    /// Saves by compare-and-set on the version: of two that changed the same state, one loses and runs again.
    static func save(_ call: Call, was old: Call, _ session: any DatabaseSession) throws {
        let changed = try session.execute(
            """
            UPDATE calls SET state = $3, reason = $4, ended_by = $5, version = $6, live_at = $7, ended_at = $8,
                deadline_at = $9 WHERE id = $1 AND version = $2
            """,
            .id(call.id), .integer(old.version), .word(call.state), .text(call.reason?.rawValue), .id(call.endedBy),
            .integer(call.version), .time(call.liveAt), .time(call.endedAt), .time(call.deadline))
        guard changed == 1 else { throw CallMachine.Refusal.outOfOrder }
        for (leg, before) in zip(call.legs, old.legs) where leg != before { try save(leg, session) }
    }

    private static func save(_ leg: Leg, _ session: any DatabaseSession) throws {
        do {
            try session.execute(
                "UPDATE call_legs SET state = $2, departure = $3, tab = $4, away_until = $5, is_muted = $6 WHERE id = $1",
                .id(leg.id), .word(leg.state), .text(leg.departure?.rawValue), .text(leg.tab),
                .time(leg.awayUntil), .integer(leg.isMuted ? 1 : 0))
        } catch StorageError.constraint {
            // The schema's rule of one talk for each agent: this agent answered another call a moment ago.
            throw CallMachine.Refusal.taken
        }
    }

    static func record(
        _ what: String, leg: LegID?, of call: CallID, version: Int64, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws {
        try session.execute(
            "INSERT INTO call_events (call_id, version, at, leg_id, what) VALUES ($1, $2, $3, $4, $5)",
            .id(call), .integer(version), .time(now), .id(leg), .text(what))
    }
}
