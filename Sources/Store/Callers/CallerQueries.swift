package import Desk

/// Who rings in, and which tickets may be theirs.
package struct CallerView: Sendable, Equatable {
    package let call: CallID
    /// Nil where the call comes from a browser.
    package let caller: CallerNumber?
    /// Whether the network vouches for the number.
    package let isVerified: Bool
    /// The ticket the call is on.
    package let ticket: TicketID?
    package let matches: [CallerMatch]
}

/// A ticket with the caller's number.
package struct CallerMatch: Sendable, Equatable {
    package let id: TicketID
    package let name: String
    /// At most the first 200 characters of the description.
    package let start: String
    package let status: TicketStatus
    package let filedAt: Timestamp

    package init(id: TicketID, name: String, start: String, status: TicketStatus, filedAt: Timestamp) {
        self.id = id
        self.name = name
        self.start = start
        self.status = status
        self.filedAt = filedAt
    }
}

extension Store {
    package func caller(of call: CallID) async throws -> CallerView? {
        try await database.read { try Self.caller(of: call, $0) }
    }

    /// The caller in a call of the agent's; nil when the call is none of theirs.
    package func caller(inCall key: String, of agent: AgentID) async throws -> CallerView? {
        try await database.read { session in
            guard let own = try Self.ownCall(key: key, of: agent, session) else { return nil }
            return try Self.caller(of: own.id, session)
        }
    }

    /// The tickets with the caller's number that are not solved: open ones first, newest first, at most 20.
    package func matches(forCaller call: CallID) async throws -> [CallerMatch] {
        try await caller(of: call)?.matches ?? []
    }

    /// The ticket that a number is called about: of those not solved the newest open one.
    package func ticket(withNumber number: PhoneNumber) async throws -> TicketID? {
        try await database.read { try Self.matches(number, $0).first?.id }
    }

    static func caller(of call: CallID, _ session: any DatabaseSession) throws -> CallerView? {
        let found = try session.first(
            "SELECT ticket_id, caller_number, caller_verified FROM calls WHERE id = $1", .id(call))
        guard let row = found else { return nil }
        let caller = try row.optional("caller_number", row.text).map { CallerNumber($0) }
        return CallerView(
            call: call, caller: caller, isVerified: try row.flag("caller_verified"), ticket: try ticketID(row),
            matches: try caller?.number.map { try matches($0, session) } ?? [])
    }

    static func matches(_ number: PhoneNumber, _ session: any DatabaseSession) throws -> [CallerMatch] {
        try session.query(
            """
            SELECT id, name, substr(description, 1, 200) AS start, status, created_at FROM tickets
            WHERE phone = $1 AND status <> 'solved' ORDER BY rank, id DESC LIMIT 20
            """, .text(number.e164)
        ).map { row in
            CallerMatch(
                id: try row.id("id"), name: try row.text("name"), start: try row.text("start"),
                status: try row.word("status"), filedAt: try row.time("created_at"))
        }
    }
}
