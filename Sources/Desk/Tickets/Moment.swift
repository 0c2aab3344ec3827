/// One entry of a ticket's timeline.
package struct Moment: Sendable, Equatable {
    package enum What: Sendable, Equatable {
        case filed
        case status(TicketStatus, by: String?)
        case note(String, by: String?)
        case call(CallSummary)
        case wrapUp(WrapUp, by: String?)
        case voicemail(Voicemail)
    }

    package let at: Timestamp
    package let what: What

    package init(at: Timestamp, what: What) {
        self.at = at
        self.what = what
    }
}

/// How a call on a ticket went, as its timeline tells it.
package struct CallSummary: Sendable, Equatable, Codable {
    package let placedBy: Side
    package let reason: CallEnd
    /// Whole seconds of talk; nil when nobody answered.
    package let seconds: Int64?
    /// The agent who placed or answered the call.
    package let agent: String?
    package let endedBy: Side?
    /// The agent to whom the customer was handed over.
    package let handedTo: String?

    package enum Side: String, Sendable, Codable { case customer, agent }

    package init(
        placedBy: Side, reason: CallEnd, seconds: Int64?, agent: String?, endedBy: Side?, handedTo: String? = nil
    ) {
        self.placedBy = placedBy
        self.reason = reason
        self.seconds = seconds
        self.agent = agent
        self.endedBy = endedBy
        self.handedTo = handedTo
    }
}
