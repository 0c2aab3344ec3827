/// A call's end in words, for one of the people in it and for the timeline.
package enum CallWords {
    /// How customers see the agents they ring.
    package static let supportName = "support"

    /// Why the call is over for the person of `leg`; nil when there is nothing to say beyond *Call ended*.
    ///
    /// - Parameter other: how the other side is named to this person.
    package static func ending(of call: Call, for leg: Leg, other: String) -> String? {
        guard let reason = call.reason else { return leg.departure == .rejected ? "You rejected the call." : nil }
        let isOwnAct = call.endedBy == leg.id
        switch reason {
        case .hangup: return isOwnAct ? "You hung up." : "\(capitalised(other)) hung up."
        case .rejected: return leg.side == .caller ? rejection(by: other) : "You rejected the call."
        case .missed: return leg.side == .caller ? "Nobody answered." : "You missed this call."
        case .cancelled: return isOwnAct ? "You cancelled the call." : "\(capitalised(other)) gave up."
        case .busy: return "\(capitalised(other)) is in another call."
        case .unavailable: return "\(capitalised(other)) cannot be reached now."
        case .lost: return isOwnAct ? "Your connection was lost." : "The connection to \(other) was lost."
        case .microphone:
            return isOwnAct ? "Your microphone could not be used." : "The other microphone could not be used."
        case .failed: return "The sound connection failed."
        }
    }

    /// The line on the ticket's timeline, such as *Ana Diaz called*, and how it went.
    ///
    /// - Parameter forCustomer: the customer reads *You* where agents read *The customer*.
    package static func summary(_ summary: CallSummary, forCustomer: Bool) -> (words: String, detail: String?) {
        let customer = forCustomer ? "You" : "The customer"
        let words =
            summary.placedBy == .agent ? "\(summary.agent ?? "An agent") called." : "\(customer) called support."
        guard let seconds = summary.seconds else { return (words, unanswered(summary, customer: customer)) }
        let partner = summary.placedBy == .customer ? summary.agent.map { " with \($0)" } ?? "" : ""
        return (words, "Talked\(partner) for \(duration(seconds))\(ended(summary, customer: customer.lowercased())).")
    }

    /// Such as *45 s*, *2 min 10 s* or *1 h 5 min*.
    package static func duration(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(max(0, seconds)) s"
        case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }

    private static func unanswered(_ summary: CallSummary, customer: String) -> String {
        switch (summary.reason, summary.placedBy) {
        case (.rejected, .agent): "\(customer) rejected the call."
        case (.rejected, .customer): "No agent took the call."
        case (.cancelled, .agent): "Given up before an answer."
        case (.cancelled, .customer): "\(customer) gave up before an answer."
        case (.microphone, _): "No microphone could be used."
        case (.lost, _): "The connection was lost before an answer."
        default: "Nobody answered."
        }
    }

    private static func ended(_ summary: CallSummary, customer: String) -> String {
        switch summary.reason {
        case .lost: ", then the connection was lost"
        case .microphone: ", then a microphone failed"
        case .failed: ", then the sound failed"
        default:
            switch summary.endedBy {
            case .customer: ", ended by \(customer)"
            case .agent: ", ended by \(summary.agent ?? "the agent")"
            case nil: ""
            }
        }
    }

    private static func rejection(by other: String) -> String {
        other == supportName ? "Nobody could take the call." : "\(other) rejected the call."
    }

    private static func capitalised(_ name: String) -> String {
        name == supportName ? "Support" : name
    }
}
