/// What the doctor says of one thing.
package struct Finding: Sendable, Equatable {
    package enum State: String, Sendable {
        case ok
        /// Calls work, but something should be looked at.
        case warn
        /// Calls cannot work, or not all of them.
        case fail

        package var word: String {
            switch self {
            case .ok: "OK"
            case .warn: "Look at this"
            case .fail: "Does not work"
            }
        }
    }

    package let state: State
    package let subject: String
    package let found: String
    /// What to do; nothing where all is well.
    package let advice: String?

    package static func ok(_ subject: String, _ found: String) -> Finding {
        Finding(state: .ok, subject: subject, found: found, advice: nil)
    }

    package static func warn(_ subject: String, _ found: String, _ advice: String) -> Finding {
        Finding(state: .warn, subject: subject, found: found, advice: advice)
    }

    package static func fail(_ subject: String, _ found: String, _ advice: String) -> Finding {
        Finding(state: .fail, subject: subject, found: found, advice: advice)
    }
}
