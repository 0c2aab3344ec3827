package import Desk

/// What came of a wrap-up that somebody typed or saved.
package struct WrapUpChange: Sendable, Equatable {
    /// Whose timeline has changed.
    package let ticket: TicketID?
    /// False when it had been saved before: nothing has changed.
    package let isSaved: Bool
    /// How many Unicode scalars of the note are kept.
    package let length: Int
}

/// What ended with the time for wrapping up.
package struct EndedWrapUps: Sendable, Equatable {
    /// Who is free again.
    package let agents: [AgentID]
    /// On whose timelines stands now what had been typed.
    package let tickets: [TicketID]
}

extension Store {
    /// Keeps the note as typed so far, during the call or after it; one that was saved stays as it is.
    ///
    /// Nil when the call is none of the agent's.
    package func noteWrapUp(_ typed: String, of call: String, by agent: AgentID) async throws -> WrapUpChange? {
        let now = clock.now
        let note = WrapUp.typed(typed)
        return try await database.write { session in
            guard let own = try Self.ownCall(key: call, of: agent, session) else { return nil }
            if own.ticket != nil { try Self.reopenWrapUp(of: own.id, by: agent, session) }
            let row = try session.first(
                """
                INSERT INTO wrap_ups (call_id, agent_id, note) VALUES ($1, $2, $3)
                ON CONFLICT (call_id, agent_id) DO UPDATE SET note = excluded.note
                WHERE wrap_ups.saved_at IS NULL OR wrap_ups.outcome = '' RETURNING saved_at
                """, .id(own.id), .id(agent), .text(note))
            guard let row else { return WrapUpChange(ticket: nil, isSaved: false, length: 0) }
            // The last keys may arrive behind the end of the time: they are on the timeline all the same.
            let isLate = try !row.isNull("saved_at")
            let told =
                isLate ? try Self.tellUnfinished(note, of: own.id, by: agent, on: own.ticket, at: now, session) : nil
            return WrapUpChange(ticket: told, isSaved: true, length: note.unicodeScalars.count)
        }
    }

    /// An agent who is in the call a second time writes anew; what they saved before stays on the ticket's timeline.
    private static func reopenWrapUp(of call: CallID, by agent: AgentID, _ session: any DatabaseSession) throws {
        let reopened = try session.execute(
            """
            UPDATE wrap_ups SET saved_at = NULL, started_at = NULL, until_at = NULL, outcome = '', note = '',
                follow_up = 'none'
            WHERE call_id = $1 AND agent_id = $2 AND saved_at IS NOT NULL AND outcome <> '' AND EXISTS (
                SELECT 1 FROM call_legs l WHERE l.call_id = $1 AND l.agent_id = $2
                    AND l.state IN ('joined', 'held', 'away'))
            """, .id(call), .id(agent))
        guard reopened == 1 else { return }
        try session.execute(
            "UPDATE ticket_events SET call_id = NULL WHERE call_id = $1 AND agent_id = $2 AND kind = 'wrap-up'",
            .id(call), .id(agent))
    }

    /// Saves a wrap-up: the agent can be rung again, and the call's ticket has it on its timeline.
    ///
    /// The first that is finished counts. Nil when the call is none of the agent's.
    package func saveWrapUp(
        _ draft: WrapUpDraft, of call: String, by agent: AgentID
    ) async throws -> WrapUpChange? {
        let now = clock.now
        return try await database.write { session in
            guard let own = try Self.ownCall(key: call, of: agent, session) else { return nil }
            let wrapUp = draft.wrapUp
            let length = wrapUp.note.unicodeScalars.count
            guard try Self.save(wrapUp, of: own.id, by: agent, at: now, session) else {
                return WrapUpChange(ticket: nil, isSaved: false, length: length)
            }
            try Self.freeFromWrapUp(agent, at: now, session)
            if let ticket = own.ticket {
                try Self.tell(wrapUp, of: own.id, by: agent, on: ticket, at: now, session)
            }
            return WrapUpChange(ticket: own.ticket, isSaved: true, length: length)
        }
    }

    /// Whether the agent is or was in the call, or placed it.
    package func isOwnCall(key: String, of agent: AgentID) async throws -> Bool {
        try await database.read { try Self.ownCall(key: key, of: agent, $0) != nil }
    }

    /// Frees the agents whose time is over, and puts what they had typed on the timelines.
    package func endDueWrapUps() async throws -> EndedWrapUps {
        let now = clock.now
        guard try await database.read({ try Self.hasDueWrapUps(at: now, $0) }) else {
            return EndedWrapUps(agents: [], tickets: [])
        }
        return try await database.write { session in
            let due = try session.query("\(Self.openWrapUps) AND w.until_at <= $1 ORDER BY w.id", .time(now))
            let tickets = try due.compactMap { try Self.finish($0, at: now, session) }
            let agents = try session.query(
                "UPDATE agents SET wrap_up_until = NULL WHERE wrap_up_until <= $1 RETURNING id", .time(now))
            return EndedWrapUps(agents: try agents.map { try $0.id("id") }, tickets: tickets)
        }
    }
}

// MARK: Within the transactions of calls

extension Store {
    /// An agent's part in a call has ended: their time for the wrap-up begins, unless it is saved already.
    ///
    /// - Parameter seconds: 0 lets the agent be rung at once.
    /// - Returns: the tickets on whose timelines stands now what the agent had typed about earlier calls.
    @discardableResult
    static func beginWrapUp(
        call: CallID, agent: AgentID, at now: Timestamp, seconds: Int64, _ session: any DatabaseSession
    ) throws -> [TicketID] {
        let until = seconds > 0 ? now.adding(seconds: seconds) : nil
        let begun = try session.execute(
            """
            INSERT INTO wrap_ups (call_id, agent_id, started_at, until_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (call_id, agent_id) DO UPDATE
                SET started_at = excluded.started_at, until_at = excluded.until_at, saved_at = NULL
                WHERE wrap_ups.saved_at IS NULL OR wrap_ups.outcome = ''
            """, .id(call), .id(agent), .time(now), .time(until))
        guard begun == 1 else { return [] }
        try session.execute("UPDATE agents SET wrap_up_until = $2 WHERE id = $1", .id(agent), .time(until))
        let others = try session.query(
            "\(openWrapUps) AND w.agent_id = $1 AND w.call_id <> $2 ORDER BY w.id", .id(agent), .id(call))
        return try others.compactMap { try finish($0, at: now, session) }
    }

    /// A call has got a ticket: what was saved about it goes on the ticket's timeline.
    static func tellWrapUps(of call: CallID, on ticket: TicketID, _ session: any DatabaseSession) throws {
        let rows = try session.query(
            """
            SELECT agent_id, outcome, note, follow_up, saved_at FROM wrap_ups
            WHERE call_id = $1 AND saved_at IS NOT NULL ORDER BY saved_at, id
            """, .id(call))
        for row in rows {
            let wrapUp = try wrapUp(row)
            guard wrapUp.isFinished || !wrapUp.note.isEmpty else { continue }
            try tell(wrapUp, of: call, by: try row.id("agent_id"), on: ticket, at: try row.time("saved_at"), session)
        }
    }
}

// MARK: Rows

extension Store {
    /// A call of an agent's.
    struct OwnCall {
        let id: CallID
        let ticket: TicketID?
        let isOver: Bool
    }

    /// The call with that key if the agent is or was in it, or placed it: who was only rung has no part in it.
    static func ownCall(key: String, of agent: AgentID, _ session: any DatabaseSession) throws -> OwnCall? {
        let row = try session.first(
            """
            SELECT k.id, k.ticket_id, k.state FROM calls k WHERE k.key = $1 AND EXISTS (
                SELECT 1 FROM call_legs l WHERE l.call_id = k.id AND l.agent_id = $2
                    AND (l.side = 'caller' OR l.state IN ('joined', 'held', 'away')
                        OR l.departure NOT IN ('rejected', 'missed', 'cancelled', 'taken')))
            """, .text(key), .id(agent))
        return try row.map { row in
            OwnCall(id: try row.id("id"), ticket: try ticketID(row), isOver: try row.text("state") == "ended")
        }
    }

    static func ticketID(_ row: SQLRow) throws -> TicketID? {
        try row.optional("ticket_id") { name throws(StorageError) in try row.id(name, as: TicketID.self) }
    }

    static func wrapUp(_ row: SQLRow) throws -> WrapUp {
        WrapUp(outcome: try row.text("outcome"), note: try row.text("note"), followUp: try row.word("follow_up"))
    }

    /// By agent: their few open ones are found by their index, however many were saved.
    private static let openWrapUps = """
        SELECT w.id, w.agent_id, w.call_id, w.note, k.ticket_id
        FROM agents a JOIN wrap_ups w ON w.agent_id = a.id JOIN calls k ON k.id = w.call_id WHERE w.saved_at IS NULL
        """

    private static func hasDueWrapUps(at now: Timestamp, _ session: any DatabaseSession) throws -> Bool {
        let due = try session.first(
            """
            SELECT 1 AS one FROM agents a WHERE a.wrap_up_until <= $1 OR EXISTS (
                SELECT 1 FROM wrap_ups w WHERE w.agent_id = a.id AND w.saved_at IS NULL AND w.until_at <= $1) LIMIT 1
            """, .time(now))
        return due != nil
    }

    private static func save(
        _ wrapUp: WrapUp, of call: CallID, by agent: AgentID, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> Bool {
        let saved = try session.execute(
            """
            INSERT INTO wrap_ups (call_id, agent_id, outcome, note, follow_up, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (call_id, agent_id) DO UPDATE SET outcome = excluded.outcome, note = excluded.note,
                follow_up = excluded.follow_up, saved_at = excluded.saved_at
                WHERE wrap_ups.saved_at IS NULL OR wrap_ups.outcome = ''
            """,
            .id(call), .id(agent), .text(wrapUp.outcome), .text(wrapUp.note), .word(wrapUp.followUp), .time(now))
        return saved == 1
    }

    /// A later call's time goes on when an earlier call's wrap-up is saved.
    private static func freeFromWrapUp(
        _ agent: AgentID, at now: Timestamp, _ session: any DatabaseSession
    ) throws {
        try session.execute(
            """
            UPDATE agents SET wrap_up_until = NULL WHERE id = $1 AND NOT EXISTS (
                SELECT 1 FROM wrap_ups w WHERE w.agent_id = $1 AND w.saved_at IS NULL AND w.until_at > $2)
            """, .id(agent), .time(now))
    }

    /// Ends one that nobody saved; says whose timeline has changed.
    private static func finish(
        _ row: SQLRow, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> TicketID? {
        let ended = try session.execute(
            "UPDATE wrap_ups SET saved_at = $2 WHERE id = $1 AND saved_at IS NULL",
            .integer(try row.integer("id")), .time(now))
        guard ended == 1 else { return nil }
        return try tellUnfinished(
            try row.text("note"), of: try row.id("call_id"), by: try row.id("agent_id"), on: try ticketID(row), at: now,
            session)
    }

    private static func tellUnfinished(
        _ note: String, of call: CallID, by agent: AgentID, on ticket: TicketID?, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws -> TicketID? {
        guard let ticket, !note.isEmpty else { return nil }
        let wrapUp = WrapUp(outcome: "", note: note, followUp: .none)
        try tell(wrapUp, of: call, by: agent, on: ticket, at: now, session)
        return ticket
    }
}
