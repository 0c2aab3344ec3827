import Desk
import Mustache
import Store

/// `shared/desk-state`: whether somebody can be called now.
struct DeskStateFragment: Page, Sendable {
    static let template = "shared/desk-state"
    let freeAgents: Int

    var value: MustacheValue { ["words": .text(words), "isOpen": .flag(freeAgents > 0)] }

    private var words: String {
        switch freeAgents {
        case ..<1: "Nobody is available now: leave a ticket and we call you back"
        case 1: "1 agent is available"
        default: "\(freeAgents) agents are available"
        }
    }

    static let samples = [DeskStateFragment(freeAgents: 0), DeskStateFragment(freeAgents: 2)]
}

/// The ticket form as it was typed.
struct TicketFormView: Sendable {
    let submission: String
    var name = FieldView()
    var phone = FieldView()
    var description = FieldView()
    var problem: String?

    var value: MustacheValue {
        [
            "action": .text(Paths.tickets), "submission": .text(submission), "name": name.value,
            "phone": phone.value, "description": description.value, "problem": .optional(problem),
        ]
    }
}

struct HomePage: Page, Sendable {
    static let template = "tickets/home"
    let layout: Layout
    let desk: DeskStateFragment
    let form: TicketFormView
    let own: [OwnTicket]
    let now: Timestamp

    var value: MustacheValue {
        [
            "layout": layout.value, "desk": desk.value, "form": form.value,
            "own": own.isEmpty ? .absent : ["tickets": .list(own.map(row))],
            "phone": layout.phone,
        ]
    }

    private func row(_ ticket: OwnTicket) -> MustacheValue {
        [
            "path": .text(Paths.ticket(key: ticket.key)), "number": .text("#\(ticket.id)"),
            "about": .text(Excerpt.of(ticket.start)), "statusWord": .text(ticket.status.word),
            "status": .text(ticket.status.rawValue), "filed": TimeView(at: ticket.filedAt, now: now).value,
        ]
    }

    static var samples: [HomePage] {
        let wrong = FieldView(typed: "x", error: "Wrong.")
        let failed = TicketFormView(submission: "s", name: wrong, phone: wrong, description: wrong, problem: "Wrong.")
        let own = OwnTicket(key: "k", id: TicketID(1), start: "It broke.", status: .open, filedAt: TimeView.sample.at)
        let now = TimeView.sample.now
        return [
            HomePage(
                layout: .sample, desk: DeskStateFragment(freeAgents: 1), form: TicketFormView(submission: "s"),
                own: [], now: now),
            HomePage(layout: .sample, desk: DeskStateFragment(freeAgents: 0), form: failed, own: [own], now: now),
        ]
    }
}

/// `tickets/customer-ticket`: the ticket as its customer sees it.
struct CustomerTicketFragment: Page, Sendable {
    static let template = "tickets/customer-ticket"
    let ticket: Ticket
    let moments: [MomentView]
    let now: Timestamp

    init(_ detail: TicketDetail, now: Timestamp) {
        ticket = detail.ticket
        moments = MomentView.list(detail.moments, forCustomer: true, now: now)
        self.now = now
    }

    private init(ticket: Ticket, moments: [MomentView]) {
        self.ticket = ticket
        self.moments = moments
        now = TimeView.sample.now
    }

    var value: MustacheValue {
        [
            "number": .text("#\(ticket.id)"), "name": .text(ticket.name), "description": .text(ticket.description),
            "statusWord": .text(ticket.status.word), "status": .text(ticket.status.rawValue),
            "moments": .list(moments.map(\.value)), "filed": TimeView(at: ticket.filedAt, now: now).value,
        ]
    }

    static var samples: [CustomerTicketFragment] {
        Ticket.sample.map { [CustomerTicketFragment(ticket: $0, moments: MomentView.samples)] } ?? []
    }
}

struct CustomerTicketPage: Page, Sendable {
    static let template = "tickets/customer"
    let layout: Layout
    let desk: DeskStateFragment
    let ticket: CustomerTicketFragment
    let isFresh: Bool

    var value: MustacheValue {
        [
            "layout": layout.value, "desk": desk.value, "ticket": ticket.value,
            "phone": layout.phone,
            "notice": .optional(isFresh ? "Your ticket was submitted." : nil),
        ]
    }

    static var samples: [CustomerTicketPage] {
        [true, false].flatMap { isFresh in
            CustomerTicketFragment.samples.map {
                CustomerTicketPage(
                    layout: .sample, desk: DeskStateFragment(freeAgents: 1), ticket: $0, isFresh: isFresh)
            }
        }
    }
}

struct ErrorPage: Page, Sendable {
    static let template = "errors/page"
    let layout: Layout
    let heading: String
    let words: String
    let reference: String?
    let action: (path: String, words: String)

    var value: MustacheValue {
        [
            "layout": layout.value, "heading": .text(heading), "words": .text(words),
            "reference": .optional(reference), "actionPath": .text(action.path), "actionWords": .text(action.words),
        ]
    }

    static var samples: [ErrorPage] {
        [nil, "1"].map {
            ErrorPage(layout: .sample, heading: "Gone", words: "It is gone.", reference: $0, action: ("/", "Home"))
        }
    }
}

extension Ticket {
    /// For proving templates; nil only if the sample number were none.
    static var sample: Ticket? {
        PhoneNumber(e164: "+14158675309").map {
            Ticket(
                id: TicketID(12), key: "k", name: "Robert Kane", phone: $0, description: "It broke.", status: .open,
                filedAt: TimeView.sample.at)
        }
    }
}

/// The start of a longer text, for lists.
enum Excerpt {
    static let limit = 140

    /// By scalars: a mark after a space is somebody's text, not part of the space.
    static func of(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace && (line.isEmpty || line.last == " ") { continue }
            line.append(isSpace ? " " : scalar)
        }
        if line.last == " " { line.removeLast() }
        guard line.count > limit else { return String(line) }
        return String(String.UnicodeScalarView(line.prefix(limit))) + "…"
    }
}
