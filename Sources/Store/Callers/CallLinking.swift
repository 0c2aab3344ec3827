package import Desk
import Foundation
import Secrets

/// What came of putting a call on a ticket.
package enum CallLink: Sendable, Equatable {
    case linked
    /// It was on this ticket before.
    case already
    /// It is on another ticket.
    case elsewhere(TicketID)
    /// The ticket's customer is in another call.
    case busy
}

extension Store {
    /// Puts a call of the agent's on a ticket; nil when the call is none of theirs or there is no such ticket.
    package func linkCall(_ key: String, to ticket: TicketID, by agent: AgentID) async throws -> CallLink? {
        let now = clock.now
        return try await database.write { session in
            guard let own = try Self.ownCall(key: key, of: agent, session),
                try session.first("SELECT 1 AS one FROM tickets WHERE id = $1", .id(ticket)) != nil
            else { return nil }
            if let before = own.ticket { return before == ticket ? .already : .elsewhere(before) }
            return try Self.link(own.id, to: ticket, at: now, session) ? .linked : .busy
        }
    }

    /// Puts a caller's call on their only ticket that is not solved; nil when there is none or more than one.
    package func linkOnlyMatch(of call: CallID) async throws -> TicketID? {
        let now = clock.now
        return try await database.write { try Self.linkOnlyMatch(of: call, at: now, $0) }
    }

    static func linkOnlyMatch(
        of call: CallID, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> TicketID? {
        guard let caller = try caller(of: call, session), caller.ticket == nil, caller.matches.count == 1,
            let match = caller.matches.first
        else { return nil }
        return try link(call, to: match.id, at: now, session) ? match.id : nil
    }

    /// Files a ticket that an agent typed, and puts their call on it; nil when the call is none of theirs.
    ///
    /// - Parameter submission: the form's own random id: posted twice, it makes one ticket.
    package func file(
        _ draft: TicketDraft, submission: String, forCall key: String?, by agent: AgentID
    ) async throws -> FiledTicket? {
        let now = clock.now
        let ticketKey = SecureRandom.token(bits: 128)
        // Of no browser: a browser's secret has 32 bytes.
        let browserHash = Digest.sha256(Array("filed by an agent: \(submission)".utf8))
        return try await database.write { session in
            let own = try key.map { try Self.ownCall(key: $0, of: agent, session) }
            if case .some(nil) = own { return nil }
            let filed = try Self.insert(
                draft, key: ticketKey, submission: submission, browserHash: browserHash, by: agent, at: now, session)
            if let call = own??.id { _ = try Self.link(call, to: filed.id, at: now, session) }
            return filed
        }
    }
}

// MARK: Within transactions

extension Store {
    /// Gives a call its ticket, and the ticket what is known of the call.
    ///
    /// False when the call has one already, or the ticket's customer is in another call.
    static func link(
        _ call: CallID, to ticket: TicketID, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> Bool {
        let linked = try session.execute(
            """
            UPDATE calls SET ticket_id = $2, version = version + 1 WHERE id = $1 AND ticket_id IS NULL
                AND (state = 'ended' OR NOT EXISTS (
                    SELECT 1 FROM calls o WHERE o.ticket_id = $2 AND o.state <> 'ended'))
            """, .id(call), .id(ticket))
        guard linked == 1, let call = try Self.call(call, session) else { return false }
        try record("on ticket #\(ticket)", leg: nil, of: call.id, version: call.version, at: now, session)
        if call.isOver { try tellCall(call, on: ticket, session) }
        try tellWrapUps(of: call.id, on: ticket, session)
        return true
    }

    /// Puts a call that is over on a timeline.
    private static func tellCall(_ call: Call, on ticket: TicketID, _ session: any DatabaseSession) throws {
        let agent = call.leadingAgent
        let name = try agent.flatMap { agent in
            try session.first("SELECT name FROM agents WHERE id = $1", .id(agent))?.text("name")
        }
        guard let summary = CallSummary(of: call, agentName: name), let endedAt = call.endedAt else { return }
        let detail = String(decoding: try JSONEncoder().encode(summary), as: UTF8.self)
        try add(.call, detail: detail, to: ticket, by: agent, call: call.id, at: endedAt, session)
    }
}
