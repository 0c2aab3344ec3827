package import Desk

/// What happened, in ids alone: whoever hears it reads the current state from the store.
package enum BusEvent: Sendable, Equatable {
    case call(CallID)
    case ticketFiled(TicketID)
    case ticketChanged(TicketID)
    /// An agent chose another presence.
    case presence(AgentID)
    /// Somebody came, went, or began or ended a call: the number of free agents may be another.
    case availability
    /// One session was ended by its owner.
    case sessionEnded([UInt8])
    /// An agent was disabled or got a new password: every session of theirs is over.
    case accessEnded(AgentID)
    case signal(CallSignal)
}

/// A piece of WebRTC signalling on its way from one leg's page to another's; relayed, never stored.
package struct CallSignal: Sendable, Equatable {
    package let call: CallID
    package let callKey: String
    package let from: LegID
    package let to: LegID
    /// JSON that the sending page wrote and the server checked to be an object.
    package let data: String

    package init(call: CallID, callKey: String, from: LegID, to: LegID, data: String) {
        self.call = call
        self.callKey = callKey
        self.from = from
        self.to = to
        self.data = data
    }
}

/// Carries events to the sockets of this process, in order, for one listener.
///
/// The rule everywhere: save first, then tell.
package struct Bus: Sendable {
    package let events: AsyncStream<BusEvent>
    private let continuation: AsyncStream<BusEvent>.Continuation

    package init() {
        (events, continuation) = AsyncStream.makeStream()
    }

    package func publish(_ event: BusEvent) { continuation.yield(event) }
}
