import Desk

/// How long a server may be silent before the others take it for dead, in milliseconds.
private let longestSilence: Int64 = 4_000

extension Store {
    /// Notes that this server runs; says whether it is the only one, so that nobody else looks after running calls.
    package func startServer(_ id: String) async throws -> Bool {
        let dialect = database.dialect
        return try await database.write { session in
            let others = dialect.isShared ? try Self.livingServers(dialect, session) : 0
            if others == 0 { try session.execute("DELETE FROM servers") }
            try Self.insertServer(id, dialect, session)
            return others == 0
        }
    }

    /// A sign of life; false when others have taken this server for dead meanwhile.
    ///
    /// It is a write: whoever gives one knows that the database takes writes.
    package func signOfLife(of server: String) async throws -> Bool {
        let now = database.dialect.now
        return try await database.write { session in
            try session.execute("UPDATE servers SET seen_at = \(now) WHERE id = $1", .text(server)) == 1
        }
    }

    /// Comes back after others took this server for dead, with the sockets it has.
    package func restoreServer(_ id: String, with connections: [Connection]) async throws {
        let dialect = database.dialect
        let now = clock.now
        try await database.write { session in
            try session.execute("DELETE FROM servers WHERE id = $1", .text(id))
            try Self.insertServer(id, dialect, session)
            for connection in connections { try Self.insert(connection, server: id, at: now, session) }
        }
    }

    /// Forgets servers that have been silent for too long; says whose sockets went with them.
    package func buryServers(besides id: String) async throws -> [Departure] {
        let dialect = database.dialect
        return try await database.write { session in
            let silent = "id <> $1 AND seen_at < \(dialect.now) - \(longestSilence)"
            let rows = try session.query(
                """
                SELECT agent_id, ticket_id, visitor, tab FROM connections
                WHERE server_id IN (SELECT id FROM servers WHERE \(silent)) ORDER BY id
                """, .text(id))
            try session.execute("DELETE FROM servers WHERE \(silent)", .text(id))
            return try rows.map { try Self.departure($0, session) }
        }
    }

    static func livingServers(_ dialect: Dialect, _ session: any DatabaseSession) throws -> Int64 {
        let row = try session.first(
            "SELECT count(*) AS servers FROM servers WHERE seen_at >= \(dialect.now) - \(longestSilence)")
        return try row?.integer("servers") ?? 0
    }

    private static func insertServer(_ id: String, _ dialect: Dialect, _ session: any DatabaseSession) throws {
        try session.execute(
            "INSERT INTO servers (id, started_at, seen_at) VALUES ($1, \(dialect.now), \(dialect.now))", .text(id))
    }
}
