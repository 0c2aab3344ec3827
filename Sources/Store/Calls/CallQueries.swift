package import Desk

/// A call with the names that its pages show.
package struct CallView: Sendable, Equatable {
    package let call: Call
    package let agentNames: [AgentID: String]
    /// Name and start of the problem of the call's ticket.
    package let customer: String?
    package let about: String?
    /// The telephone on the ticket, in E.164, whether or not it is called.
    package var ticketPhone: String?
}

extension Store {
    package func callView(_ id: CallID) async throws -> CallView? {
        try await database.read { session in
            guard let call = try Self.call(id, session) else { return nil }
            return try Self.view(of: call, session)
        }
    }

    package func callView(key: String) async throws -> CallView? {
        try await database.read { session in
            let row = try session.first("SELECT id FROM calls WHERE key = $1", .text(key))
            guard let id = try row?.id("id", as: CallID.self), let call = try Self.call(id, session) else { return nil }
            return try Self.view(of: call, session)
        }
    }

    /// The calls that ring or connect this person now, for a page that has just opened.
    package func runningCalls(of person: Person) async throws -> [CallView] {
        try await database.read { session in
            let rows = try session.query(
                """
                SELECT DISTINCT k.id FROM calls k JOIN call_legs l ON l.call_id = k.id
                WHERE k.state <> 'ended' AND k.line IS NULL AND l.state <> 'left' AND (l.agent_id = $1
                    OR (l.agent_id IS NULL AND l.phone IS NULL AND (k.ticket_id = $2 OR k.visitor = $3)))
                ORDER BY k.id
                """, .id(person.agent), .id(person.ticket), .text(person.visitor))
            return try rows.compactMap { row in try Self.call(try row.id("id"), session) }
                .map { try Self.view(of: $0, session) }
        }
    }

    /// The calls whose timer is due.
    package func dueCalls() async throws -> [CallID] {
        let now = clock.now
        return try await database.read { session in
            try session.query(
                "SELECT id FROM calls WHERE deadline_at <= $1 AND line IS NULL ORDER BY deadline_at LIMIT 100",
                .time(now)
            ).map { try $0.id("id") }
        }
    }

    /// Calls that ended at most so many seconds ago, for pages that may not have heard of it.
    package func callsEnded(within seconds: Int64) async throws -> [CallID] {
        let since = clock.now.adding(seconds: -seconds)
        return try await database.read { session in
            try session.query("SELECT id FROM calls WHERE ended_at >= $1 ORDER BY id", .time(since))
                .map { try $0.id("id") }
        }
    }

    /// A leg in a call that no page of its tab carries any more, on any server.
    package struct AbandonedLeg: Sendable, Equatable {
        package let call: CallID
        package let leg: LegID
        /// Whether the person has another page.
        package let hasOtherPage: Bool
    }

    /// Legs whose page is gone although nobody has said so.
    package func abandonedLegs() async throws -> [AbandonedLeg] {
        try await database.read { session in
            try session.query(
                """
                SELECT k.id AS call_id, l.id AS leg_id, EXISTS (SELECT 1 FROM connections c WHERE \(Self.sameParty)) AS other
                FROM calls k JOIN call_legs l ON l.call_id = k.id
                WHERE k.state <> 'ended' AND k.line IS NULL AND l.state IN ('joined', 'held') AND l.tab IS NOT NULL AND l.phone IS NULL
                    AND NOT EXISTS (SELECT 1 FROM connections c WHERE c.tab = l.tab AND \(Self.sameParty))
                """
            ).map { row in
                AbandonedLeg(
                    call: try row.id("call_id"), leg: try row.id("leg_id"), hasOtherPage: try row.flag("other"))
            }
        }
    }

    private static let sameParty = """
        (c.agent_id = l.agent_id OR (l.agent_id IS NULL AND (c.ticket_id = k.ticket_id OR c.visitor = k.visitor)))
        """

    /// Every call of the desk's own that is not over.
    package func runningCalls() async throws -> [Call] {
        try await database.read { session in
            try session.query("SELECT id FROM calls WHERE state <> 'ended' AND line IS NULL ORDER BY id")
                .compactMap { try Self.call(try $0.id("id"), session) }
        }
    }

    /// How many calls of the desk's own that are not over are in each state.
    package func runningCallCounts() async throws -> [Call.State: Int64] {
        try await database.read { session in
            let rows = try session.query(
                "SELECT state, count(*) AS calls FROM calls WHERE state <> 'ended' AND line IS NULL GROUP BY state")
            return Dictionary(
                try rows.map { (try $0.word("state", as: Call.State.self), try $0.integer("calls")) },
                uniquingKeysWith: { $1 })
        }
    }

    static func view(of call: Call, _ session: any DatabaseSession) throws -> CallView {
        let ticket = try session.first(
            "SELECT name, phone, substr(description, 1, 200) AS start FROM tickets WHERE id = $1", .id(call.ticket))
        let names = try session.query(
            """
            SELECT a.id, a.name FROM agents a WHERE a.id IN (SELECT agent_id FROM call_legs WHERE call_id = $1)
            """, .id(call.id))
        return CallView(
            call: call,
            agentNames: Dictionary(
                try names.map { (try $0.id("id", as: AgentID.self), try $0.text("name")) }, uniquingKeysWith: { $1 }),
            customer: try ticket?.text("name"), about: try ticket?.text("start"),
            ticketPhone: try ticket?.text("phone"))
    }
}
