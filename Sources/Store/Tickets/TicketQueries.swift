package import Desk
import Foundation

/// A ticket's page: the ticket, its timeline, and whether its customer's page is open.
package struct TicketDetail: Sendable, Equatable {
    package let ticket: Ticket
    package let moments: [Moment]
    package let isPageOpen: Bool
}

/// A line of a browser's own list.
package struct OwnTicket: Sendable, Equatable {
    package let key: String
    package let id: TicketID
    package let start: String
    package let status: TicketStatus
    package let filedAt: Timestamp

    package init(key: String, id: TicketID, start: String, status: TicketStatus, filedAt: Timestamp) {
        self.key = key
        self.id = id
        self.start = start
        self.status = status
        self.filedAt = filedAt
    }
}

extension Store {
    package func ticket(_ id: TicketID) async throws -> TicketDetail? {
        try await database.read { session in
            try Self.detail(try session.first("\(Self.ticketColumns) WHERE t.id = $1", .id(id)), session)
        }
    }

    package func ticket(key: String) async throws -> TicketDetail? {
        try await database.read { session in
            try Self.detail(try session.first("\(Self.ticketColumns) WHERE t.key = $1", .text(key)), session)
        }
    }

    package func ticketID(key: String) async throws -> TicketID? {
        try await database.read { session in
            try session.first("SELECT id FROM tickets WHERE key = $1", .text(key)).map { try $0.id("id") }
        }
    }

    /// The tickets this browser filed, newest first, at most 20.
    package func tickets(ofBrowser hash: [UInt8]) async throws -> [OwnTicket] {
        try await database.read { session in
            let rows = try session.query(
                """
                SELECT id, key, substr(description, 1, 200) AS start, status, created_at FROM tickets
                WHERE browser_hash = $1 ORDER BY id DESC LIMIT 20
                """, .bytes(hash))
            return try rows.map { row in
                OwnTicket(
                    key: try row.text("key"), id: try row.id("id"), start: try row.text("start"),
                    status: try row.word("status"), filedAt: try row.time("created_at"))
            }
        }
    }

    static let ticketColumns = """
        SELECT t.id, t.key, t.name, t.phone, t.description, t.status, t.created_at,
            EXISTS (
                SELECT 1 FROM connections c WHERE c.ticket_id = t.id AND c.asleep_at IS NULL) AS page_open
        FROM tickets t
        """

    static func ticket(from row: SQLRow) throws -> Ticket {
        guard let phone = PhoneNumber(e164: try row.text("phone")) else { throw StorageError.unexpected("phone") }
        return Ticket(
            id: try row.id("id"), key: try row.text("key"), name: try row.text("name"), phone: phone,
            description: try row.text("description"), status: try row.word("status"),
            filedAt: try row.time("created_at"))
    }

    private static func detail(_ row: SQLRow?, _ session: any DatabaseSession) throws -> TicketDetail? {
        guard let row else { return nil }
        let ticket = try ticket(from: row)
        return TicketDetail(
            ticket: ticket, moments: try moments(of: ticket.id, session), isPageOpen: try row.flag("page_open"))
    }

    private static func moments(of ticket: TicketID, _ session: any DatabaseSession) throws -> [Moment] {
        let rows = try session.query(
            """
            SELECT e.at, e.kind, e.detail, a.name AS agent FROM ticket_events e LEFT JOIN agents a ON a.id = e.agent_id
            WHERE e.ticket_id = $1 ORDER BY e.id
            """, .id(ticket))
        return try rows.map(moment)
    }

    private static func moment(_ row: SQLRow) throws -> Moment {
        let detail = try row.text("detail")
        let agent = try row.optional("agent", row.text)
        let what: Moment.What =
            switch try row.word("kind", as: MomentKind.self) {
            case .filed: .filed
            case .status: .status(try status(detail), by: agent)
            case .note: .note(detail, by: agent)
            case .call: .call(try decoded(detail))
            case .wrapUp: .wrapUp(try decoded(detail), by: agent)
            case .voicemail: .voicemail(try decoded(detail))
            }
        return Moment(at: try row.time("at"), what: what)
    }

    private static func decoded<Value: Decodable>(_ detail: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(detail.utf8))
    }

    private static func status(_ text: String) throws(StorageError) -> TicketStatus {
        guard let status = TicketStatus(rawValue: text) else { throw .unexpected("status") }
        return status
    }
}
