/// What is to happen after a call.
package enum FollowUp: String, Sendable, CaseIterable, Codable {
    case none
    case callBack = "call-back"
    case solved

    /// As the timeline says it; nil where nothing is to happen.
    package var words: String? {
        switch self {
        case .none: nil
        case .callBack: "Call back"
        case .solved: "Solved"
        }
    }
}

/// What an agent wrote about a call, as its ticket's timeline keeps it.
package struct WrapUp: Sendable, Equatable, Codable {
    package static let noteLimit = 10_000

    /// One of the settings' outcomes; empty when the time was over before the agent chose one.
    package let outcome: String
    package let note: String
    package let followUp: FollowUp

    package init(outcome: String, note: String, followUp: FollowUp) {
        self.outcome = outcome
        self.note = note
        self.followUp = followUp
    }

    package var isFinished: Bool { !outcome.isEmpty }

    /// A note that is still being typed, as much of it as can be kept: nobody is there to be told what is wrong with it.
    package static func typed(_ note: String) -> String { TypedText.kept(note, limit: noteLimit) }
}

/// A wrap-up as its form sent it, checked.
package struct WrapUpDraft: Sendable, Equatable {
    package let wrapUp: WrapUp

    /// The first field that cannot be taken, with a sentence for it.
    package struct Problem: Error, Sendable, Equatable {
        package enum Field: String, Sendable {
            case outcome, note
            case followUp = "follow_up"
        }

        package let field: Field
        package let sentence: String
    }

    /// - Parameters:
    ///   - note: may be empty.
    ///   - followUp: as the form names it; empty means none.
    ///   - outcomes: what the settings allow.
    package init(outcome: String, note: String, followUp: String, outcomes: [String]) throws(Problem) {
        guard let outcome = outcomes.first(where: { $0.utf8.elementsEqual(outcome.utf8) }) else {
            throw Problem(field: .outcome, sentence: "Choose how the call went.")
        }
        guard let followUp = followUp.isEmpty ? FollowUp.none : FollowUp(rawValue: followUp) else {
            throw Problem(field: .followUp, sentence: "Choose what is to happen next: nothing, call back or solved.")
        }
        wrapUp = WrapUp(outcome: outcome, note: try Self.checked(note), followUp: followUp)
    }

    private static func checked(_ note: String) throws(Problem) -> String {
        do throws(TypedText.Problem) {
            return try TypedText.paragraphs(note, limit: WrapUp.noteLimit)
        } catch {
            switch error {
            case .empty: return ""
            case .tooLong:
                throw Problem(field: .note, sentence: "This note is too long. Use at most 10,000 characters.")
            case .controlCharacter:
                throw Problem(
                    field: .note,
                    sentence: "The note has a character that cannot be shown. Take it out and try again.")
            }
        }
    }
}
