import Desk
import Mustache
import Store

/// `dashboard/counts`.
struct CountsFragment: Page, Sendable {
    static let template = "dashboard/counts"
    let counts: BoardCounts

    var value: MustacheValue {
        [
            "open": .text(String(counts.open)), "pending": .text(String(counts.pending)),
            "solved": .text(String(counts.solved)),
        ]
    }

    static let samples = [CountsFragment(counts: BoardCounts(open: 1, pending: 2, solved: 3))]
}

/// What can be done to reach a ticket's customer.
struct CallButtonsView: Sendable {
    let id: TicketID
    let customer: String
    let phone: PhoneNumber
    let isPageOpen: Bool
    /// Whether the desk reaches telephones.
    let byPhone: Bool

    var fields: [String: MustacheValue] {
        [
            "id": .text(id.description), "customer": .text(customer), "phone": .text(phone.international),
            "tel": .text("tel:\(phone.e164)"), "e164": .text(phone.e164), "pageOpen": .flag(isPageOpen),
            "callable": .flag(byPhone || isPageOpen), "by": .text(byPhone ? "phone" : "page"),
            "callProblem": .optional(byPhone || isPageOpen ? nil : Self.closed),
            // A second choice beside the phone; without a phone line *Call Customer* itself rings the page.
            "ringPage": .flag(byPhone && isPageOpen),
        ]
    }

    private static let closed = "Their page is not open. Call the number from your phone."
}

/// `dashboard/row`: one line of the dashboard.
struct RowFragment: Page, Sendable {
    static let template = "dashboard/row"
    let row: BoardRow
    let now: Timestamp
    var byPhone = false

    var value: MustacheValue {
        let buttons = CallButtonsView(
            id: row.id, customer: row.name, phone: row.phone, isPageOpen: row.isPageOpen, byPhone: byPhone)
        return .object(
            buttons.fields.merging(
                [
                    "path": .text(Paths.deskTicket(row.id)), "number": .text("#\(row.id)"),
                    "about": .text(Excerpt.of(row.start)), "status": .text(row.status.rawValue),
                    "statusWord": .text(row.status.word), "filed": TimeView(at: row.filedAt, now: now).value,
                ], uniquingKeysWith: { $1 }))
    }

    static var samples: [RowFragment] {
        guard let ticket = Ticket.sample else { return [] }
        return [true, false].map { isOpen in
            let row = BoardRow(
                id: ticket.id, name: ticket.name, phone: ticket.phone, start: ticket.description,
                status: ticket.status, filedAt: ticket.filedAt, isPageOpen: isOpen)
            return RowFragment(row: row, now: TimeView.sample.now)
        }
    }
}

struct DashboardPage: Page, Sendable {
    static let template = "dashboard/index"
    let layout: Layout
    let board: BoardPage
    let isFirstPage: Bool
    let now: Timestamp
    var byPhone = false

    var value: MustacheValue {
        [
            "layout": layout.value, "counts": CountsFragment(counts: board.counts).value,
            "rows": .list(board.rows.map { RowFragment(row: $0, now: now, byPhone: byPhone).value }),
            "isEmpty": .flag(board.rows.isEmpty && isFirstPage), "isFirstPage": .flag(isFirstPage),
            "newer": .optional(board.newer.map { "\(Paths.dashboard)?before=\($0.text)" }),
            "older": .optional(board.older.map { "\(Paths.dashboard)?after=\($0.text)" }),
        ]
    }

    static var samples: [DashboardPage] {
        let counts = BoardCounts(open: 0, pending: 0, solved: 0)
        let cursor = BoardCursor(rank: 0, ticket: TicketID(1))
        let empty = BoardPage(rows: [], counts: counts, newer: nil, older: nil)
        let full = BoardPage(rows: RowFragment.samples.map(\.row), counts: counts, newer: cursor, older: cursor)
        return [(empty, true), (full, false)].map {
            DashboardPage(layout: .agentSample, board: $0, isFirstPage: $1, now: TimeView.sample.now)
        }
    }
}

/// `dashboard/detail`: a ticket as agents see it.
struct DetailFragment: Page, Sendable {
    static let template = "dashboard/detail"
    let ticket: Ticket
    let isPageOpen: Bool
    let moments: [MomentView]
    let now: Timestamp
    let byPhone: Bool

    init(_ detail: TicketDetail, now: Timestamp, byPhone: Bool = false) {
        self.byPhone = byPhone
        ticket = detail.ticket
        isPageOpen = detail.isPageOpen
        moments = MomentView.list(detail.moments, forCustomer: false, now: now)
        self.now = now
    }

    private init(ticket: Ticket, isPageOpen: Bool) {
        self.ticket = ticket
        self.isPageOpen = isPageOpen
        byPhone = isPageOpen
        moments = MomentView.samples
        now = TimeView.sample.now
    }

    var value: MustacheValue {
        let buttons = CallButtonsView(
            id: ticket.id, customer: ticket.name, phone: ticket.phone, isPageOpen: isPageOpen, byPhone: byPhone)
        return .object(
            buttons.fields.merging(
                [
                    "number": .text("#\(ticket.id)"), "description": .text(ticket.description),
                    "status": .text(ticket.status.rawValue), "statusWord": .text(ticket.status.word),
                    "filed": TimeView(at: ticket.filedAt, now: now).value, "backPath": .text(Paths.dashboard),
                    "moments": .list(moments.map(\.value)), "statusAction": .text(Paths.status(of: ticket.id)),
                    "statuses": .list(TicketStatus.allCases.map(status)),
                ], uniquingKeysWith: { $1 }))
    }

    private func status(_ status: TicketStatus) -> MustacheValue {
        [
            "value": .text(status.rawValue), "word": .text(status.word),
            "current": .flag(status == ticket.status),
        ]
    }

    static var samples: [DetailFragment] {
        guard let ticket = Ticket.sample else { return [] }
        return [true, false].map { DetailFragment(ticket: ticket, isPageOpen: $0) }
    }
}

struct DeskTicketPage: Page, Sendable {
    static let template = "dashboard/ticket"
    let layout: Layout
    let ticket: DetailFragment
    var note = FieldView()

    var value: MustacheValue {
        [
            "layout": layout.value, "ticket": ticket.value,
            "note": [
                "action": .text(Paths.notes(of: ticket.ticket.id)), "value": .text(note.typed),
                "error": .optional(note.error),
            ],
        ]
    }

    static var samples: [DeskTicketPage] {
        DetailFragment.samples.flatMap { detail in
            [FieldView(), FieldView(typed: "x", error: "Wrong.")].map {
                DeskTicketPage(layout: .agentSample, ticket: detail, note: $0)
            }
        }
    }
}
