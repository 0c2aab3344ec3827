package import Desk
import Foundation
import Secrets

/// A message that a caller left, as the store keeps it.
package struct Recording: Sendable, Equatable {
    /// The 128 random bits by which pages name it.
    package let key: String
    /// The carrier's name for it.
    package let sid: String
    package let seconds: Int64
}

/// What noting a recording has changed.
package struct NotedRecording: Sendable, Equatable {
    package let key: String
    /// The ticket whose timeline has it.
    package let ticket: TicketID
    package let change: Change

    package enum Change: Sendable, Equatable {
        /// It was noted before.
        case nothing
        case ticketFiled
        case ticketChanged
    }
}

extension Store {
    /// Puts a caller's message on the call's ticket, else on the newest open or pending one with the caller's number,
    /// else on a new one.
    ///
    /// The same recording again changes nothing. Nil when there is no such call.
    ///
    /// - Parameters:
    ///   - sid: the carrier's name for the recording.
    ///   - at: when it was left; nil means now.
    package func noteRecording(
        _ sid: String, of call: CallID, seconds: Int64, at left: Timestamp? = nil
    ) async throws -> NotedRecording? {
        let fresh = FreshRecording(sid: sid, seconds: max(0, seconds), now: clock.now, left: left)
        return try await database.write { session in
            guard let caller = try Self.caller(of: call, session) else { return nil }
            let made = try session.first(
                """
                INSERT INTO recordings (key, sid, call_id, seconds, at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (sid) DO NOTHING RETURNING id
                """,
                .text(fresh.key), .text(sid), .id(call), .integer(fresh.seconds), .time(fresh.at))
            guard let made else { return try Self.noted(before: sid, session) }
            let (ticket, isNew) = try Self.ticket(for: fresh, from: caller, session)
            try session.execute(
                "UPDATE recordings SET ticket_id = $2 WHERE id = $1", .integer(try made.integer("id")), .id(ticket))
            if caller.ticket == nil { _ = try Self.link(call, to: ticket, at: fresh.now, session) }
            try Self.tell(fresh, of: call, on: ticket, session)
            return NotedRecording(key: fresh.key, ticket: ticket, change: isNew ? .ticketFiled : .ticketChanged)
        }
    }

    package func recording(key: String) async throws -> Recording? {
        try await database.read { session in
            try session.first("SELECT key, sid, seconds FROM recordings WHERE key = $1", .text(key)).map { row in
                Recording(key: try row.text("key"), sid: try row.text("sid"), seconds: try row.integer("seconds"))
            }
        }
    }

    /// What is random or of this moment, made once: a transaction may run again.
    private struct FreshRecording: Sendable {
        let sid: String
        let seconds: Int64
        let now: Timestamp
        let left: Timestamp?
        let key = SecureRandom.token(bits: 128)
        let ticketKey = SecureRandom.token(bits: 128)
        let browserHash = SecureRandom.bytes(32)

        var at: Timestamp { left ?? now }
        var voicemail: Voicemail { Voicemail(key: key, seconds: seconds) }
    }

    private static func ticket(
        for recording: FreshRecording, from caller: CallerView, _ session: any DatabaseSession
    ) throws -> (TicketID, isNew: Bool) {
        if let own = caller.ticket { return (own, false) }
        if let match = caller.matches.first { return (match.id, false) }
        let named = caller.caller ?? CallerNumber(nil)
        guard let phone = named.phone else { throw StorageError.unexpected("caller's number") }
        let draft = TicketDraft(name: named.name, phone: phone, description: recording.voicemail.description)
        let filed = try insert(
            draft, key: recording.ticketKey, submission: "recording \(recording.sid)",
            browserHash: recording.browserHash, at: recording.now, session)
        return (filed.id, true)
    }

    /// A message on a solved ticket opens it again: nobody would find it there.
    private static func tell(
        _ recording: FreshRecording, of call: CallID, on ticket: TicketID, _ session: any DatabaseSession
    ) throws {
        let detail = String(decoding: try JSONEncoder().encode(recording.voicemail), as: UTF8.self)
        try add(.voicemail, detail: detail, to: ticket, call: call, at: recording.at, session)
        let solved = try session.first(
            "SELECT 1 AS one FROM tickets WHERE id = $1 AND status = 'solved'", .id(ticket))
        if solved != nil { try changeStatus(of: ticket, to: .open, by: nil, at: recording.now, session) }
    }

    private static func noted(before sid: String, _ session: any DatabaseSession) throws -> NotedRecording? {
        let found = try session.first("SELECT key, ticket_id FROM recordings WHERE sid = $1", .text(sid))
        guard let row = found, let ticket = try ticketID(row) else { return nil }
        return NotedRecording(key: try row.text("key"), ticket: ticket, change: .nothing)
    }
}
