package import Desk
import Secrets
import Synchronization

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
    /// A person muted or unmuted themselves in a call, from any of their tabs.
    case muted(Person, callKey: String, Bool)
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
package final class Bus: Sendable {
    package let events: AsyncStream<BusEvent>
    private let continuation: AsyncStream<BusEvent>.Continuation
    private let name = SecureRandom.token(bits: 64)
    private let changes = Mutex<Int64>(0)

    package init() {
        (events, continuation) = AsyncStream.makeStream()
    }

    package func publish(_ event: BusEvent) {
        if event.changesPages { changes.withLock { $0 &+= 1 } }
        continuation.yield(event)
    }

    /// Where the pages' content stands: a page rendered under another mark may have missed something.
    ///
    /// Taken before what it is to vouch for is read.
    package var mark: String { "\(name)-\(changes.withLock { $0 })" }
}

extension BusEvent {
    /// Whether a rendered page may look different afterwards.
    var changesPages: Bool {
        switch self {
        case .ticketFiled, .ticketChanged, .presence, .availability: true
        case .call, .sessionEnded, .accessEnded, .signal, .muted: false
        }
    }
}
