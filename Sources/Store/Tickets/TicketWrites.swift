package import Desk
import Secrets

/// A ticket as its filing answered.
package struct FiledTicket: Sendable, Equatable {
    package let id: TicketID
    package let key: String
    /// False when the same form had been posted before.
    package let isNew: Bool
}

extension Store {
    /// Files a ticket; the same submission again finds the one it made.
    ///
    /// - Parameter browserHash: SHA-256 of the secret the filing browser keeps.
    package func file(_ draft: TicketDraft, submission: String, browserHash: [UInt8]) async throws -> FiledTicket {
        let key = SecureRandom.token(bits: 128)
        let now = clock.now
        return try await database.write { session in
            try Self.insert(
                draft, key: key, submission: submission, browserHash: browserHash, at: now, session)
        }
    }

    /// Files a ticket within a transaction; the same submission again finds the one it made.
    static func insert(
        _ draft: TicketDraft, key: String, submission: String, browserHash: [UInt8], by agent: AgentID? = nil,
        at now: Timestamp, _ session: any DatabaseSession
    ) throws -> FiledTicket {
        let made = try session.first(
            """
            INSERT INTO tickets (key, submission, browser_hash, name, phone, description, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (submission) DO NOTHING RETURNING id
            """,
            .text(key), .text(submission), .bytes(browserHash), .text(draft.name), .text(draft.phone.e164),
            .text(draft.description), .time(now))
        guard let made else { return try filed(before: submission, by: browserHash, session) }
        let id: TicketID = try made.id("id")
        try count(1, in: .open, session)
        try add(.filed, detail: "", to: id, by: agent, at: now, session)
        return FiledTicket(id: id, key: key, isNew: true)
    }

    /// Sets the status if it is another one; says whether it changed.
    @discardableResult
    package func changeStatus(of ticket: TicketID, to status: TicketStatus, by agent: AgentID) async throws -> Bool {
        let now = clock.now
        return try await database.write { try Self.changeStatus(of: ticket, to: status, by: agent, at: now, $0) }
    }

    /// As above, within a transaction; nobody is named where no agent did it.
    @discardableResult
    static func changeStatus(
        of ticket: TicketID, to status: TicketStatus, by agent: AgentID?, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws -> Bool {
        let before = try session.first("SELECT status FROM tickets WHERE id = $1", .id(ticket))
        guard let old = try before?.word("status", as: TicketStatus.self), old != status else { return false }
        let changed = try session.execute(
            "UPDATE tickets SET status = $2, rank = $3, updated_at = $4 WHERE id = $1 AND status = $5",
            .id(ticket), .word(status), .integer(Int64(status.rank)), .time(now), .word(old))
        guard changed == 1 else { return false }
        try count(-1, in: old, session)
        try count(1, in: status, session)
        try add(.status, detail: status.rawValue, to: ticket, by: agent, at: now, session)
        return true
    }

    package func addNote(_ note: String, to ticket: TicketID, by agent: AgentID) async throws {
        let now = clock.now
        try await database.write { session in
            try Self.add(.note, detail: note, to: ticket, by: agent, at: now, session)
        }
    }

    private static func filed(
        before submission: String, by browserHash: [UInt8], _ session: any DatabaseSession
    ) throws -> FiledTicket {
        let row = try session.first(
            "SELECT id, key FROM tickets WHERE submission = $1 AND browser_hash = $2",
            .text(submission), .bytes(browserHash))
        guard let row else { throw StorageError.constraint("submission") }
        return FiledTicket(id: try row.id("id"), key: try row.text("key"), isNew: false)
    }

    private static func count(_ difference: Int64, in status: TicketStatus, _ session: any DatabaseSession) throws {
        try session.execute(
            "UPDATE ticket_counts SET tickets = tickets + $2 WHERE status = $1", .word(status), .integer(difference))
    }

    enum MomentKind: String {
        case filed, status, note, call, voicemail
        case wrapUp = "wrap-up"
    }

    static func add(
        _ kind: MomentKind, detail: String, to ticket: TicketID, by agent: AgentID? = nil, call: CallID? = nil,
        at now: Timestamp, _ session: any DatabaseSession
    ) throws {
        try session.execute(
            """
            INSERT INTO ticket_events (ticket_id, at, kind, agent_id, call_id, detail)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            .id(ticket), .time(now), .word(kind), .id(agent), .id(call), .text(detail))
    }
}
