package import Desk

/// A line of the dashboard.
package struct BoardRow: Sendable, Equatable {
    package let id: TicketID
    package let name: String
    package let phone: PhoneNumber
    /// At most the first 200 characters of the description.
    package let start: String
    package let status: TicketStatus
    package let filedAt: Timestamp
    package let isPageOpen: Bool

    package init(
        id: TicketID, name: String, phone: PhoneNumber, start: String, status: TicketStatus, filedAt: Timestamp,
        isPageOpen: Bool
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.start = start
        self.status = status
        self.filedAt = filedAt
        self.isPageOpen = isPageOpen
    }
}

package struct BoardCounts: Sendable, Equatable {
    package let open: Int64
    package let pending: Int64
    package let solved: Int64

    package init(open: Int64, pending: Int64, solved: Int64) {
        self.open = open
        self.pending = pending
        self.solved = solved
    }
}

/// A page of the dashboard: open tickets first, then pending, then solved, newest first.
package struct BoardPage: Sendable, Equatable {
    package let rows: [BoardRow]
    package let counts: BoardCounts
    package let newer: BoardCursor?
    package let older: BoardCursor?

    package init(rows: [BoardRow], counts: BoardCounts, newer: BoardCursor?, older: BoardCursor?) {
        self.rows = rows
        self.counts = counts
        self.newer = newer
        self.older = older
    }
}

/// The place between two tickets of the dashboard's order.
package struct BoardCursor: Sendable, Equatable {
    package let rank: Int64
    package let ticket: TicketID

    package init(rank: Int64, ticket: TicketID) {
        self.rank = rank
        self.ticket = ticket
    }

    /// Reads `rank-id` from a link of ours.
    package init?(text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let rank = Int64(String(parts[0]) ?? ""), (0...2).contains(rank),
            let ticket = TicketID(text: String(parts[1]) ?? "")
        else { return nil }
        self.init(rank: rank, ticket: ticket)
    }

    package var text: String { "\(rank)-\(ticket)" }
}

package enum BoardPlace: Sendable, Equatable {
    case first
    case after(BoardCursor)
    case before(BoardCursor)
}

extension Store {
    package static let boardPageSize = 50

    package func board(_ place: BoardPlace) async throws -> BoardPage {
        try await database.read { session in
            let found = try Self.rows(place, session)
            let rows = found.rows
            return BoardPage(
                rows: rows, counts: try Self.counts(session),
                newer: found.hasNewer ? rows.first.map(Self.cursor) : nil,
                older: found.hasOlder ? rows.last.map(Self.cursor) : nil)
        }
    }

    package func boardRow(_ id: TicketID) async throws -> (row: BoardRow, counts: BoardCounts)? {
        try await database.read { session in
            guard let row = try session.first("\(Self.boardColumns) WHERE t.id = $1", .id(id)) else { return nil }
            return (try Self.boardRow(row), try Self.counts(session))
        }
    }

    private static let boardColumns = """
        SELECT t.id, t.name, t.phone, substr(t.description, 1, 200) AS start, t.status, t.created_at,
            EXISTS (
                SELECT 1 FROM connections c WHERE c.ticket_id = t.id AND c.asleep_at IS NULL) AS page_open
        FROM tickets t
        """

    private typealias Found = (rows: [BoardRow], hasNewer: Bool, hasOlder: Bool)

    private static func rows(_ place: BoardPlace, _ session: any DatabaseSession) throws -> Found {
        let limit = SQLValue.integer(Int64(boardPageSize + 1))
        switch place {
        case .first:
            let rows = try session.query("\(boardColumns) ORDER BY t.rank, t.place LIMIT $1", limit)
            return try cut(rows, hasNewer: false)
        case .after(let cursor):
            let rows = try session.query(
                "\(boardColumns) WHERE (t.rank, t.place) > ($2, $3) ORDER BY t.rank, t.place LIMIT $1",
                limit, .integer(cursor.rank), .integer(-cursor.ticket.number))
            return try cut(rows, hasNewer: true)
        case .before(let cursor):
            let rows = try session.query(
                "\(boardColumns) WHERE (t.rank, t.place) < ($2, $3) ORDER BY t.rank DESC, t.place DESC LIMIT $1",
                limit, .integer(cursor.rank), .integer(-cursor.ticket.number))
            let page = try rows.prefix(boardPageSize).reversed().map(boardRow)
            return (page, rows.count > boardPageSize, true)
        }
    }

    private static func cut(_ rows: [SQLRow], hasNewer: Bool) throws -> Found {
        (try rows.prefix(boardPageSize).map(boardRow), hasNewer, rows.count > boardPageSize)
    }

    private static func boardRow(_ row: SQLRow) throws -> BoardRow {
        guard let phone = PhoneNumber(e164: try row.text("phone")) else { throw StorageError.unexpected("phone") }
        return BoardRow(
            id: try row.id("id"), name: try row.text("name"), phone: phone, start: try row.text("start"),
            status: try row.word("status"), filedAt: try row.time("created_at"),
            isPageOpen: try row.flag("page_open"))
    }

    private static func cursor(_ row: BoardRow) -> BoardCursor {
        BoardCursor(rank: Int64(row.status.rank), ticket: row.id)
    }

    private static func counts(_ session: any DatabaseSession) throws -> BoardCounts {
        var counts: [TicketStatus: Int64] = [:]
        for row in try session.query("SELECT status, tickets FROM ticket_counts") {
            counts[try row.word("status")] = try row.integer("tickets")
        }
        return BoardCounts(open: counts[.open] ?? 0, pending: counts[.pending] ?? 0, solved: counts[.solved] ?? 0)
    }
}
