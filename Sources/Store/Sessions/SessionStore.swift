package import Desk

/// Who a session belongs to.
package struct SignedIn: Sendable, Equatable {
    package let agent: Agent
    /// SHA-256 of the session's id; the id itself is never stored.
    package let idHash: [UInt8]
    package let seenAt: Timestamp
}

/// How long a sign-in lasts.
package enum SessionLife {
    /// Without use, in seconds.
    package static let idle: Int64 = 30 * 60
    /// In all, in seconds.
    package static let absolute: Int64 = 12 * 60 * 60
    /// Use is written down at most this often, in seconds.
    package static let touchInterval: Int64 = 60
}

extension Store {
    /// Opens a session and removes the agent's expired ones.
    package func openSession(_ idHash: [UInt8], for agent: AgentID) async throws {
        let now = clock.now
        try await database.write { session in
            try session.execute(
                "DELETE FROM sessions WHERE agent_id = $1 AND (seen_at < $2 OR created_at < $3)", .id(agent),
                .time(now.adding(seconds: -SessionLife.idle)), .time(now.adding(seconds: -SessionLife.absolute)))
            try session.execute(
                "INSERT INTO sessions (id_hash, agent_id, created_at, seen_at) VALUES ($1, $2, $3, $3)",
                .bytes(idHash), .id(agent), .time(now))
        }
    }

    /// The signed-in agent, or nil when the session is unknown, expired or its agent disabled.
    package func session(_ idHash: [UInt8]) async throws -> SignedIn? {
        let now = clock.now
        return try await database.read { session in
            let row = try session.first(
                """
                SELECT a.id, a.username, a.name, a.role, a.presence, a.disabled_at, a.phone, a.rings_phone, a.line,
                    s.seen_at
                FROM sessions s JOIN agents a ON a.id = s.agent_id
                WHERE s.id_hash = $1 AND s.seen_at >= $2 AND s.created_at >= $3 AND a.disabled_at IS NULL
                """,
                .bytes(idHash), .time(now.adding(seconds: -SessionLife.idle)),
                .time(now.adding(seconds: -SessionLife.absolute)))
            return try row.map { row in
                SignedIn(agent: try Self.agent(row), idHash: idHash, seenAt: try row.time("seen_at"))
            }
        }
    }

    /// Notes that the session is in use.
    package func touchSession(_ idHash: [UInt8]) async throws {
        let now = clock.now
        try await database.write { session in
            try session.execute("UPDATE sessions SET seen_at = $2 WHERE id_hash = $1", .bytes(idHash), .time(now))
        }
    }

    package func endSession(_ idHash: [UInt8]) async throws {
        try await database.write { session in
            try session.execute("DELETE FROM sessions WHERE id_hash = $1", .bytes(idHash))
        }
    }
}
