import Desk
import Mustache

/// The timeline in words, for agents or for the customer.
struct MomentView: Sendable {
    let kind: String
    let words: String
    var detail: String?
    var followUp: String?
    /// Where the sound is.
    var audio: String?
    let at: TimeView

    var value: MustacheValue {
        [
            "kind": .text(kind), "words": .text(words), "detail": .optional(detail), "followUp": .optional(followUp),
            "audio": .optional(audio), "at": at.value,
        ]
    }

    /// - Parameter forCustomer: notes and wrap-ups are the agents' own; customers don't see them.
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
        case .wrapUp(let wrapUp, let agent):
            return forCustomer ? nil : view(wrapUp, by: agent ?? "an agent", at: at)
        case .voicemail(let voicemail):
            // The sound is for signed-in agents alone.
            let audio = forCustomer ? nil : Paths.recording(key: voicemail.key)
            return MomentView(kind: "voicemail", words: voicemail.words, audio: audio, at: at)
        }
    }

    private static func view(_ wrapUp: WrapUp, by agent: String, at: TimeView) -> MomentView {
        let words =
            wrapUp.isFinished
            ? "Wrap-up by \(agent): \(wrapUp.outcome)" : "No wrap-up was saved. Typed by \(agent):"
        return MomentView(
            kind: "wrap-up", words: words, detail: wrapUp.note.isEmpty ? nil : wrapUp.note,
            followUp: wrapUp.followUp.words, at: at)
    }

    static let samples = [
        MomentView(kind: "filed", words: "Ticket filed.", at: .sample),
        MomentView(kind: "call", words: "Ana Diaz called", detail: "Nobody answered.", at: .sample),
        MomentView(kind: "wrap-up", words: "Wrap-up by Ana Diaz: Resolved", followUp: "Call back", at: .sample),
        MomentView(kind: "voicemail", words: "Voicemail, 12 s", audio: "/dashboard/recordings/k", at: .sample),
    ]
}
