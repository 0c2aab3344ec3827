package import Desk

/// Somebody whose page has a live socket.
package enum Person: Sendable, Hashable {
    case agent(AgentID)
    case ticket(TicketID)
    case visitor(String)
}

/// A page's socket.
package struct Connection: Sendable {
    package let id: String
    package let person: Person
    package let tab: String
    package let isAsleep: Bool

    package init(id: String, person: Person, tab: String, isAsleep: Bool = false) {
        self.id = id
        self.person = person
        self.tab = tab
        self.isAsleep = isAsleep
    }
}

/// What is left of a person's pages once one of their sockets is gone, on whichever server they are.
package struct Departure: Sendable, Equatable {
    package let person: Person
    package let tab: String
    /// The same tab has another socket: it reconnected before the old one was given up.
    package let tabIsOpen: Bool
    package let hasOtherPage: Bool
}

extension Store {
    /// - Parameters:
    ///   - id: random, for this socket alone.
    ///   - tab: names the browser tab over reconnections.
    package func openConnection(_ id: String, of person: Person, tab: String, server: String) async throws {
        let now = clock.now
        let connection = Connection(id: id, person: person, tab: tab)
        try await database.write { try Self.insert(connection, server: server, at: now, $0) }
    }

    static func insert(
        _ connection: Connection, server: String, at now: Timestamp, _ session: any DatabaseSession
    ) throws {
        let person = connection.person
        try session.execute(
            """
            INSERT INTO connections (id, server_id, agent_id, ticket_id, visitor, tab, opened_at, asleep_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            .text(connection.id), .text(server), .id(person.agent), .id(person.ticket), .text(person.visitor),
            .text(connection.tab), .time(now), .time(connection.isAsleep ? now : nil))
    }

    /// Notes that a socket is closed; says what its person has left, or nil when it was noted before.
    package func closeConnection(_ id: String) async throws -> Departure? {
        try await database.write { session in
            let row = try session.first(
                "DELETE FROM connections WHERE id = $1 RETURNING agent_id, ticket_id, visitor, tab", .text(id))
            return try row.map { try Self.departure($0, session) }
        }
    }

    /// Brings what is noted of a server's sockets to what they are; says whose are gone.
    package func reconcile(server: String, with open: [Connection]) async throws -> [Departure] {
        let now = clock.now
        let sockets = Dictionary(open.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let noted = try await database.read { try Self.noted(server: server, $0) }
        guard Self.differs(noted, from: sockets, at: now) else { return [] }
        return try await database.write { session in
            var departures: [Departure] = []
            let noted = try Self.noted(server: server, session)
            for row in noted {
                if let socket = sockets[row.id] {
                    guard row.isAsleep != socket.isAsleep else { continue }
                    try session.execute(
                        "UPDATE connections SET asleep_at = $2 WHERE id = $1", .text(row.id),
                        .time(socket.isAsleep ? now : nil))
                } else if row.isOld(at: now) {
                    let gone = try session.first(
                        "DELETE FROM connections WHERE id = $1 RETURNING agent_id, ticket_id, visitor, tab",
                        .text(row.id))
                    if let gone { departures.append(try Self.departure(gone, session)) }
                }
            }
            let known = Set(noted.map(\.id))
            for socket in open where !known.contains(socket.id) {
                try Self.insert(socket, server: server, at: now, session)
            }
            return departures
        }
    }

    private struct Noted {
        let id: String
        let isAsleep: Bool
        let openedAt: Timestamp

        /// A socket is noted before it is counted as open: a fresh row may be ahead of it.
        func isOld(at now: Timestamp) -> Bool { openedAt.adding(seconds: 5) < now }
    }

    private static func noted(server: String, _ session: any DatabaseSession) throws -> [Noted] {
        try session.query("SELECT id, asleep_at, opened_at FROM connections WHERE server_id = $1", .text(server)).map {
            Noted(
                id: try $0.text("id"), isAsleep: try !$0.isNull("asleep_at"), openedAt: try $0.time("opened_at"))
        }
    }

    private static func differs(_ noted: [Noted], from sockets: [String: Connection], at now: Timestamp) -> Bool {
        var found = 0
        for row in noted {
            guard let socket = sockets[row.id] else {
                if row.isOld(at: now) { return true }
                continue
            }
            if row.isAsleep != socket.isAsleep { return true }
            found += 1
        }
        return found != sockets.count
    }

    static func departure(_ row: SQLRow, _ session: any DatabaseSession) throws -> Departure {
        let person = try person(row)
        let tab = try row.text("tab")
        let left = try session.first(
            """
            SELECT count(*) AS pages, count(CASE WHEN tab = $4 THEN 1 END) AS same FROM connections
            WHERE agent_id = $1 OR ticket_id = $2 OR visitor = $3
            """, .id(person.agent), .id(person.ticket), .text(person.visitor), .text(tab))
        return Departure(
            person: person, tab: tab, tabIsOpen: try (left?.integer("same") ?? 0) > 0,
            hasOtherPage: try (left?.integer("pages") ?? 0) > 0)
    }

    private static func person(_ row: SQLRow) throws -> Person {
        if let agent = try row.optional("agent_id", { name throws(StorageError) in try row.id(name, as: AgentID.self) })
        {
            return .agent(agent)
        }
        if let ticket = try row.optional(
            "ticket_id", { name throws(StorageError) in try row.id(name, as: TicketID.self) })
        {
            return .ticket(ticket)
        }
        return .visitor(try row.text("visitor"))
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
}

extension Person {
    package var agent: AgentID? { if case .agent(let id) = self { id } else { nil } }
    package var ticket: TicketID? { if case .ticket(let id) = self { id } else { nil } }
    package var visitor: String? { if case .visitor(let identity) = self { identity } else { nil } }
}
