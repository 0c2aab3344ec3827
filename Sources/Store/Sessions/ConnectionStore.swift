package import Desk

/// Somebody whose page has a live socket.
package enum Person: Sendable, Hashable {
    case agent(AgentID)
    case ticket(TicketID)
    case visitor(String)
}

extension Store {
    /// Notes that this server runs and forgets the sockets of servers that do not.
    package func startServer(_ id: String) async throws {
        let now = clock.now
        try await database.write { session in
            try session.execute("DELETE FROM servers")
            try session.execute(
                "INSERT INTO servers (id, started_at, seen_at) VALUES ($1, $2, $2)", .text(id), .time(now))
        }
    }

    /// - Parameters:
    ///   - id: random, for this socket alone.
    ///   - tab: names the browser tab over reconnections.
    package func openConnection(_ id: String, of person: Person, tab: String, server: String) async throws {
        let now = clock.now
        try await database.write { session in
            try session.execute(
                """
                INSERT INTO connections (id, server_id, agent_id, ticket_id, visitor, tab, opened_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                .text(id), .text(server), .id(person.agent), .id(person.ticket), .text(person.visitor), .text(tab),
                .time(now))
        }
    }

    package func closeConnection(_ id: String) async throws {
        try await database.write { try $0.execute("DELETE FROM connections WHERE id = $1", .text(id)) }
    }

    /// Notes that the page does not answer, or answers again; says since when it had been asleep.
    @discardableResult
    package func setAsleep(_ isAsleep: Bool, connection id: String) async throws -> Timestamp? {
        let now = clock.now
        return try await database.write { session in
            let before = try session.first("SELECT asleep_at FROM connections WHERE id = $1", .text(id))
            let since = try before.flatMap { try $0.optional("asleep_at", $0.time) }
            guard (since != nil) != isAsleep else { return since }
            try session.execute(
                "UPDATE connections SET asleep_at = $2 WHERE id = $1", .text(id), .time(isAsleep ? now : nil))
            return since
        }
    }

    /// How many agents would be rung by a call to the desk now.
    package func freeAgentCount() async throws -> Int {
        try await database.read { try $0.query(Self.freeAgents).count }
    }

    /// Available agents with a page that is open and awake, who are in no call.
    static let freeAgents = """
        SELECT a.id FROM agents a WHERE a.presence = 'available' AND a.disabled_at IS NULL
            AND EXISTS (SELECT 1 FROM connections c WHERE c.agent_id = a.id AND c.asleep_at IS NULL)
            AND NOT EXISTS (
                SELECT 1 FROM call_legs l WHERE l.agent_id = a.id AND l.state IN ('joined', 'held', 'away'))
        ORDER BY a.id
        """
}

extension Person {
    package var agent: AgentID? { if case .agent(let id) = self { id } else { nil } }
    package var ticket: TicketID? { if case .ticket(let id) = self { id } else { nil } }
    package var visitor: String? { if case .visitor(let identity) = self { identity } else { nil } }
}
