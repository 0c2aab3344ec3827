import Desk
import Mustache

/// The timeline in words, for agents or for the customer.
struct MomentView: Sendable {
    let kind: String
    let words: String
    var detail: String?
    let at: TimeView

    var value: MustacheValue {
        ["kind": .text(kind), "words": .text(words), "detail": .optional(detail), "at": at.value]
    }

    /// - Parameter forCustomer: notes are the agents' own; customers don't see them.
    static func list(_ moments: [Moment], forCustomer: Bool, now: Timestamp) -> [MomentView] {
        moments.compactMap { view($0, forCustomer: forCustomer, at: TimeView(at: $0.at, now: now)) }
    }

    private static func view(_ moment: Moment, forCustomer: Bool, at: TimeView) -> MomentView? {
        switch moment.what {
        case .filed:
            return MomentView(kind: "filed", words: forCustomer ? "You filed this ticket." : "Ticket filed.", at: at)
        case .status(let status, let agent):
            let by = forCustomer ? nil : agent.map { " by \($0)" }
            return MomentView(kind: "status", words: "Marked \(status.word.lowercased())\(by ?? "").", at: at)
        case .note(let text, let agent):
            guard !forCustomer else { return nil }
            return MomentView(kind: "note", words: "Note by \(agent ?? "an agent")", detail: text, at: at)
        case .call(let summary):
            let told = CallWords.summary(summary, forCustomer: forCustomer)
            return MomentView(kind: "call", words: told.words, detail: told.detail, at: at)
        }
    }

    static let samples = [
        MomentView(kind: "filed", words: "Ticket filed.", at: .sample),
        MomentView(kind: "call", words: "Ana Diaz called", detail: "Nobody answered.", at: .sample),
    ]
}
