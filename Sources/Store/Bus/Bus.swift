package import Desk
import Secrets
import Synchronization

/// What happened, in ids alone: whoever hears it reads the current state from the store.
package enum BusEvent: Sendable, Hashable {
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
    /// Something about the window that has the sound of an agent's calls.
    case callWindow(AgentID, CallWindowNews)
    /// Other servers' events may have been missed: everything that pages show is to be read anew.
    case missed
}

/// A piece of WebRTC signalling on its way from one leg's page to another's; relayed, never stored.
package struct CallSignal: Sendable, Hashable {
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

/// What an agent's pages tell each other of the window that has the sound; relayed, never stored.
package enum CallWindowNews: Sendable, Hashable {
    case opened
    case closed
    /// A page wants to know whether there is one.
    case asked
    /// JSON that the server made of what a page wants the window to do.
    case command(String)
}

/// Carries events to the sockets of this process, in order, for one listener; where several servers share the data, a
/// relay takes this one's events to the others and brings theirs.
///
/// The rule everywhere: save first, then tell.
package final class Bus: Sendable {
    package let events: AsyncStream<BusEvent>
    private let continuation: AsyncStream<BusEvent>.Continuation
    private let relay: BusRelay?
    private let changes = Mutex(PageMark(of: SecureRandom.token(bits: 64)))

    package init(relay: BusRelay? = nil) {
        (events, continuation) = AsyncStream.makeStream()
        self.relay = relay
    }

    /// Something happened here.
    package func publish(_ event: BusEvent) {
        if event.changesPages { changes.withLock { $0.countOne() } }
        continuation.yield(event)
        relay?.send(event)
    }

    /// Something happened on another server, or may have.
    func deliver(_ event: BusEvent) {
        if event == .missed { changes.withLock { $0.countOne() } }
        continuation.yield(event)
    }

    /// Where the pages' content stands: a page rendered under another mark may have missed something.
    ///
    /// Taken before what it is to vouch for is read.
    package var mark: String { changes.withLock(\.text) }

    /// Whether a page rendered under that mark, here or on another server, may have missed something.
    package func hasChanged(since mark: String) -> Bool { changes.withLock { $0.isBeyond(mark) } }

    /// This server's name in marks, and how many changes it has told of.
    var told: (name: String, changes: Int64) { changes.withLock { ($0.own, $0.ownCount) } }

    /// Another server has told of that many changes.
    func heard(_ changes: Int64, from name: String) { self.changes.withLock { $0.heard(changes, from: name) } }
}

extension BusEvent {
    /// Whether a rendered page may look different afterwards.
    var changesPages: Bool {
        switch self {
        case .ticketFiled, .ticketChanged, .presence, .availability, .missed: true
        case .call, .sessionEnded, .accessEnded, .signal, .muted, .callWindow: false
        }
    }

    /// Whether saying it twice says no more than once: the current state is read either way.
    var isState: Bool {
        switch self {
        case .signal, .muted, .callWindow: false
        default: true
        }
    }
}
