package import Desk

/// What signing in needs to know of an agent.
package struct AgentLogin: Sendable {
    package let agent: Agent
    package let password: String
}

package enum AgentChange: Error, Equatable {
    case usernameTaken
    case unknown
    /// The desk would be left without an admin who can sign in.
    case lastAdmin
}

extension Store {
    package func agents() async throws -> [Agent] {
        try await database.read { session in
            try session.query("\(Self.agentColumns) ORDER BY disabled_at IS NOT NULL, name, id").map(Self.agent)
        }
    }

    package func hasAgents() async throws -> Bool {
        try await database.read { try $0.first("SELECT 1 AS one FROM agents LIMIT 1") != nil }
    }

    package func login(username: String) async throws -> AgentLogin? {
        try await database.read { session in
            guard let row = try session.first("\(Self.agentColumns) WHERE username = $1", .text(username)) else {
                return nil
            }
            return AgentLogin(agent: try Self.agent(row), password: try row.text("password"))
        }
    }

    /// - Parameter password: as `PasswordHasher` made it.
    package func add(_ draft: AgentDraft, password: String) async throws -> AgentID {
        let now = clock.now
        return try await database.write { try Self.insert(draft, password: password, at: now, $0) }
    }

    /// Adds the first agent; nil when there is one already.
    package func addFirst(_ draft: AgentDraft, password: String) async throws -> AgentID? {
        let now = clock.now
        return try await database.write { session in
            guard try session.first("SELECT 1 AS one FROM agents LIMIT 1") == nil else { return nil }
            return try Self.insert(draft, password: password, at: now, session)
        }
    }

    /// Changes the password and ends every session of the agent.
    package func resetPassword(of agent: AgentID, to password: String) async throws {
        try await database.write { session in
            let changed = try session.execute(
                "UPDATE agents SET password = $2 WHERE id = $1", .id(agent), .text(password))
            guard changed == 1 else { throw AgentChange.unknown }
            try session.execute("DELETE FROM sessions WHERE agent_id = $1", .id(agent))
        }
    }

    /// Disables the agent and ends every session; the last admin stays.
    package func disable(_ agent: AgentID) async throws {
        let now = clock.now
        try await database.write { session in
            let changed = try session.execute(
                """
                UPDATE agents SET disabled_at = $2, presence = 'away' WHERE id = $1 AND disabled_at IS NULL
                AND (role <> 'admin' OR EXISTS (
                    SELECT 1 FROM agents o WHERE o.id <> $1 AND o.role = 'admin' AND o.disabled_at IS NULL))
                """, .id(agent), .time(now))
            guard changed == 1 else { throw try Self.refusal(of: agent, session) }
            try session.execute("DELETE FROM sessions WHERE agent_id = $1", .id(agent))
        }
    }

    private static func refusal(of agent: AgentID, _ session: any DatabaseSession) throws -> AgentChange {
        try session.first("SELECT 1 AS one FROM agents WHERE id = $1", .id(agent)) == nil ? .unknown : .lastAdmin
    }

    package func enable(_ agent: AgentID) async throws {
        try await database.write { session in
            let changed = try session.execute("UPDATE agents SET disabled_at = NULL WHERE id = $1", .id(agent))
            guard changed == 1 else { throw AgentChange.unknown }
        }
    }

    package func choose(_ presence: Presence, for agent: AgentID) async throws {
        try await database.write { session in
            try session.execute("UPDATE agents SET presence = $2 WHERE id = $1", .id(agent), .word(presence))
        }
    }

    static let agentColumns = """
        SELECT id, username, name, role, presence, password, disabled_at, phone, rings_phone, line
        FROM agents
        """

    static func agent(_ row: SQLRow) throws -> Agent {
        Agent(
            id: try row.id("id"), username: try row.text("username"), name: try row.text("name"),
            role: try row.word("role"), presence: try row.word("presence"),
            isDisabled: try !row.isNull("disabled_at"),
            phone: try row.optional("phone", row.text).flatMap { PhoneNumber(e164: $0) },
            ringsPhone: try row.flag("rings_phone"),
            // What this version does not know, one that ran here later may have offered.
            line: try row.optional("line", row.text).flatMap(LineName.init))
    }

    private static func insert(
        _ draft: AgentDraft, password: String, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> AgentID {
        let row = try session.first(
            """
            INSERT INTO agents (username, name, role, password, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (username) DO NOTHING RETURNING id
            """,
            .text(draft.username), .text(draft.name), .word(draft.role), .text(password), .time(now))
        guard let row else { throw AgentChange.usernameTaken }
        return try row.id("id")
    }
}
