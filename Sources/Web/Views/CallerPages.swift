import Desk
import Mustache
import Store

/// Who rings in, in words.
struct CallerFacts: Sendable {
    let words: String
    /// A number that anybody could have set.
    let isUnverified: Bool

    init(_ view: CallerView) {
        let name = view.caller.map { $0.number?.international ?? $0.name }
        self.init(words: name ?? "A visitor", isUnverified: view.caller?.number != nil && !view.isVerified)
    }

    private init(words: String, isUnverified: Bool) {
        self.words = words
        self.isUnverified = isUnverified
    }

    var value: MustacheValue { ["words": .text(words), "isUnverified": .flag(isUnverified)] }

    static let samples = [true, false].map { CallerFacts(words: "+1 415-867-5309", isUnverified: $0) }
}

/// The tickets with a caller's number.
struct CallerTicketsPage: Page, Sendable {
    static let template = "callers/tickets"
    let layout: Layout
    let key: String
    let caller: CallerFacts
    let matches: [CallerMatch]
    let now: Timestamp

    var value: MustacheValue {
        [
            "layout": layout.value, "caller": caller.value,
            "newPath": .text(Paths.newTicket(call: key)), "matches": .list(matches.map(row)),
            "isEmpty": .flag(matches.isEmpty),
        ]
    }

    private func row(_ match: CallerMatch) -> MustacheValue {
        [
            "action": .text(Paths.tickets(ofCall: key)), "id": .text(match.id.description),
            "number": .text("#\(match.id)"), "customer": .text(match.name),
            "about": .text(Excerpt.of(match.start)), "status": .text(match.status.rawValue),
            "statusWord": .text(match.status.word), "filed": TimeView(at: match.filedAt, now: now).value,
        ]
    }

    static var samples: [CallerTicketsPage] {
        let match = CallerMatch(
            id: TicketID(12), name: "Robert Kane", start: "It broke.", status: .open, filedAt: TimeView.sample.at)
        return CallerFacts.samples.map { caller in
            CallerTicketsPage(
                layout: .agentSample, key: "k", caller: caller, matches: caller.isUnverified ? [match] : [],
                now: TimeView.sample.now)
        }
    }
}

/// A ticket that an agent files, for a caller or by themselves.
struct NewTicketPage: Page, Sendable {
    static let template = "callers/new-ticket"
    let layout: Layout
    let form: NewTicketForm
    let caller: CallerFacts?
    let problems: TicketDraft.Problems?

    var value: MustacheValue {
        [
            "layout": layout.value, "caller": caller?.value ?? .absent, "action": .text(Paths.newTicket),
            "call": .text(form.call), "submission": .text(form.submission),
            "name": FieldView(typed: form.name, error: problems?.name).value,
            "phoneNumber": FieldView(typed: form.phone, error: problems?.phone).value,
            "description": FieldView(typed: form.description, error: problems?.description).value,
            "problem": .optional(
                problems == nil ? nil : "The ticket was not filed yet. Please look at the marked fields."),
        ]
    }

    static var samples: [NewTicketPage] {
        let form = NewTicketForm(call: "k", submission: "s", phone: "+1 415-867-5309")
        var problems = TicketDraft.Problems()
        problems.name = "Wrong."
        problems.phone = "Wrong."
        problems.description = "Wrong."
        let found = problems
        return [nil, CallerFacts.samples.first].map {
            NewTicketPage(layout: .agentSample, form: form, caller: $0, problems: $0 == nil ? nil : found)
        }
    }
}
