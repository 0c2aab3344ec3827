import Desk
import Secrets

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
            visitor: try row.optional("visitor", row.text), caller: try caller(row),
            kept: try kept(row),
            placedAt: try row.time("placed_at"),
            state: try row.word("state"), version: try row.integer("version"),
            liveAt: try row.optional("live_at", row.time), endedAt: try row.optional("ended_at", row.time),
            deadline: try row.optional("deadline_at", row.time),
            reason: try row.optional("reason") { name throws(StorageError) in try row.word(name, as: CallEnd.self) },
            endedBy: try row.optional("ended_by") { name throws(StorageError) in try row.id(name, as: LegID.self) },
            endsBy: try row.optional("ends_by", row.time), offerUntil: try row.optional("offer_until", row.time),
            room: try room(row), legs: legs)
    }

    private static func caller(_ row: SQLRow) throws -> Caller? {
        guard let number = try row.optional("caller_number", row.text) else { return nil }
        return Caller(number: number, isVerified: try row.integer("caller_verified") == 1)
    }

    private static func kept(_ row: SQLRow) throws -> KeptCall? {
        guard let id = try row.optional("line_call", row.text) else { return nil }
        return KeptCall(line: try row.word("line"), id: id, name: try row.optional("caller_name", row.text))
    }

    private static func room(_ row: SQLRow) throws -> Room? {
        guard let name = try row.optional("room", row.text) else { return nil }
        return Room(name: name, sid: try row.optional("conference_sid", row.text))
    }

    private static func leg(_ row: SQLRow) throws -> Leg {
        let agent = try row.optional("agent_id") { name throws(StorageError) in try row.id(name, as: AgentID.self) }
        return Leg(
            id: try row.id("id"), party: agent.map { .agent($0) } ?? .customer, side: try row.word("side"),
            phone: try row.optional("phone", row.text).flatMap(PhoneNumber.init(e164:)),
            role: try row.word("role"),
            consultedBy: try row.optional("consulted_by") { name throws(StorageError) in
                try row.id(name, as: LegID.self)
            },
            state: try row.word("state"),
            departure: try row.optional("departure") { name throws(StorageError) in
                try row.word(name, as: Leg.Departure.self)
            },
            tab: try row.optional("tab", row.text), awayUntil: try row.optional("away_until", row.time),
            ringsUntil: try row.optional("rings_until", row.time),
            heldSince: try row.optional("held_since", row.time),
            isMuted: try row.integer("is_muted") == 1, dial: try row.optional("dial", row.text), wire: try wire(row))
    }

    private static func wire(_ row: SQLRow) throws -> Wire {
        Wire(
            state: try row.word("wire"), sid: try row.optional("wire_sid", row.text),
            isHeld: try row.integer("wire_held") == 1, endsRoom: try row.integer("wire_ends") == 1,
            joinKey: try row.optional("join_key", row.text), at: try row.optional("wire_at", row.time))
    }

    static func insert(_ call: NewCall, at now: Timestamp, _ session: any DatabaseSession) throws -> CallID {
        let row = try session.first(
            """
            INSERT INTO calls (key, carrier, ticket_id, visitor, address, state, version, placed_at, deadline_at,
                caller_number, caller_verified, room, ends_by, line, line_call, caller_name)
            VALUES ($1, $2, $3, $4, $5, 'offered', 1, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id
            """,
            .text(call.key), .word(call.carrier), .id(call.ticket), .text(call.visitor), .text(call.address),
            .time(now), .time(now.adding(seconds: call.ringSeconds)), .text(call.caller?.number),
            .integer(call.caller?.isVerified == true ? 1 : 0), .text(call.room),
            .time(call.longestSeconds.map { now.adding(seconds: $0) }), .text(call.kept?.line.rawValue),
            .text(call.kept?.id), .text(call.kept?.name))
        guard let row else { throw StorageError.unexpected("no call id") }
        return try row.id("id")
    }

    @discardableResult
    static func insert(_ leg: NewLeg, of call: CallID, _ session: any DatabaseSession) throws -> LegID {
        let row = try session.first(
            """
            INSERT INTO call_legs (call_id, agent_id, side, state, tab, dial, phone, role, consulted_by, join_key, wire,
                wire_sid, line, wire_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id
            """,
            .id(call), .id(leg.agent), .word(leg.side), .word(leg.side == .caller ? Leg.State.joined : .invited),
            .text(leg.tab), .text(leg.dial), .text(leg.phone?.e164), .word(leg.role), .id(leg.consultedBy),
            .text(leg.joinKey), .word(leg.sid == nil ? Wire.State.none : .asked), .text(leg.sid),
            .text(leg.line?.rawValue), .time(leg.heardAt))
        guard let row else { throw StorageError.unexpected("no leg id") }
        return try row.id("id")
    }

    /// Saves by compare-and-set on the version: of two that changed the same state, one loses and runs again.
    static func save(_ call: Call, was old: Call, _ session: any DatabaseSession) throws {
        let changed = try session.execute(
            """
            UPDATE calls SET state = $3, reason = $4, ended_by = $5, version = $6, live_at = $7, ended_at = $8,
                deadline_at = $9, offer_until = $10 WHERE id = $1 AND version = $2
            """,
            .id(call.id), .integer(old.version), .word(call.state), .text(call.reason?.rawValue), .id(call.endedBy),
            .integer(call.version), .time(call.liveAt), .time(call.endedAt), .time(call.deadline),
            .time(call.offerUntil))
        guard changed == 1 else { throw CallMachine.Refusal.outOfOrder }
        for (leg, before) in zip(call.legs, old.legs) where leg != before { try save(leg, session) }
    }

    private static func save(_ leg: Leg, _ session: any DatabaseSession) throws {
        do {
            try session.execute(
                """
                UPDATE call_legs SET state = $2, departure = $3, tab = $4, away_until = $5, is_muted = $6, role = $7,
                    rings_until = $8, held_since = $9 WHERE id = $1
                """,
                .id(leg.id), .word(leg.state), .text(leg.departure?.rawValue), .text(leg.tab), .time(leg.awayUntil),
                .integer(leg.isMuted ? 1 : 0), .word(leg.role), .time(leg.ringsUntil), .time(leg.heldSince))
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

/// A call that is about to be placed.
struct NewCall {
    let key = SecureRandom.token(bits: 128)
    var carrier: Call.CarrierName = .embedded
    var ticket: TicketID?
    var visitor: String?
    /// Where a customer's page is.
    var address = ""
    var caller: Caller?
    var kept: KeptCall?
    var room: String?
    /// Longest call in seconds, where somebody pays for it.
    var longestSeconds: Int64?
    var ringSeconds = CallMachine.ringSeconds
}

/// A party that is about to be invited, or the one that calls.
struct NewLeg {
    var party: Leg.Party
    var side: Leg.Side = .callee
    var role: Leg.Role = .main
    var consultedBy: LegID?
    var tab: String?
    var dial: String?
    var phone: PhoneNumber?
    var joinKey: String?
    /// The carrier's id, of a leg that the carrier brought.
    var sid: String?
    /// Whose the call is, and when something was heard of this leg, where a vendor keeps it.
    var line: LineReport.Line?
    var heardAt: Timestamp?

    var agent: AgentID? { if case .agent(let id) = party { id } else { nil } }
}
