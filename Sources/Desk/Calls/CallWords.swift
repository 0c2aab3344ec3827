/// A call's end in words, for one of the people in it and for the timeline.
package enum CallWords {
    /// How customers see the agents they ring.
    package static let supportName = "support"

    /// Why the call is over for the person of `leg`; nil when there is nothing to say beyond *Call ended*.
    ///
    /// - Parameter other: how the other side is named to this person.
    package static func ending(of call: Call, for leg: Leg, other: String) -> String? {
        if leg.departure == .handedOver { return "You handed the call over." }
        guard let reason = call.reason else { return leaving(leg, call) }
        let isOwnAct = call.endedBy == leg.id
        switch reason {
        case .hangup: return isOwnAct ? "You hung up." : "\(capitalised(other)) hung up."
        case .rejected: return leg.side == .caller ? rejection(by: other) : "You rejected the call."
        case .missed: return leg.side == .caller ? "Nobody answered." : "You missed this call."
        case .cancelled: return isOwnAct ? "You cancelled the call." : "\(capitalised(other)) gave up."
        case .busy: return isDialled(call) ? "The line is busy." : "\(capitalised(other)) is in another call."
        case .unavailable: return "\(capitalised(other)) cannot be reached now."
        case .lost: return isOwnAct ? "Your connection was lost." : "The connection to \(other) was lost."
        case .microphone:
            return isOwnAct ? "Your microphone could not be used." : "The other microphone could not be used."
        case .failed where call.liveAt == nil && isDialled(call): return "The call could not be put through."
        case .failed: return "The sound connection failed."
        case .limit: return "The longest time for a call is over."
        }
    }

    /// An agent called a telephone: what is not reached is a line, not a page.
    private static func isDialled(_ call: Call) -> Bool {
        call.legs.contains { $0.isCustomer && $0.side == .callee && $0.phone != nil }
    }

    /// The call goes on without this person.
    private static func leaving(_ leg: Leg, _ call: Call) -> String? {
        if leg.departure == .rejected { return "You rejected the call." }
        guard call.state == .live else { return nil }
        return switch leg.departure {
        case .missed: "You missed this call."
        case .hangup: "You left the call. The others go on talking."
        case .cancelled: "Your colleague goes on alone."
        case .lost: "Your connection was lost. The others go on talking."
        case .rejected, .handedOver, .microphone, .busy, .failed, .taken, nil: nil
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
        let partner = partners(of: summary)
        return (words, "Talked\(partner) for \(duration(seconds))\(ended(summary, customer: customer.lowercased())).")
    }

    private static func partners(of summary: CallSummary) -> String {
        let first = summary.placedBy == .customer ? summary.agent.map { " with \($0)" } ?? "" : ""
        return first + (summary.handedTo.map { "\(first.isEmpty ? " with" : ", then") \($0)" } ?? "")
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
        case (.busy, .agent): "The line was busy."
        case (.failed, .agent): "The call could not be put through."
        default: "Nobody answered."
        }
    }

    private static func ended(_ summary: CallSummary, customer: String) -> String {
        switch summary.reason {
        case .lost: ", then the connection was lost"
        case .microphone: ", then a microphone failed"
        case .failed: ", then the sound failed"
        case .limit: ", ended by the longest time for a call"
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
