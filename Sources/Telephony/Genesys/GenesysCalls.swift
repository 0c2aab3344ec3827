/// The calls of one agent as their events tell them: ringing or dialing → established ⇄ held → over.
///
/// A pure value. Events may come twice, late, in another order, or about calls that were never announced.
package struct GenesysCalls: Sendable, Equatable {
    package enum State: String, Sendable {
        case ringing, dialing, established, held
    }

    package struct Call: Sendable, Equatable {
        package let eventID: String
        /// Names what the desk writes down: the same for all who talk with one customer, also after a hand-over.
        package let conversationID: String
        package fileprivate(set) var connectionID: String
        package fileprivate(set) var state: State
        package fileprivate(set) var direction: GenesysEvent.Direction
        package fileprivate(set) var isMuted = false
        /// The last event that told of it, to tell it again to a page that comes later.
        package fileprivate(set) var facts: GenesysEvent
        /// What the agent asked for last.
        package fileprivate(set) var asked: GenesysRequest.Kind?
        /// Since the connection to Genesys came back nothing was heard of it.
        fileprivate var isDoubtful = false
    }

    /// What an event came to.
    package enum News: Sendable, Equatable {
        case told(GenesysEvent, Call)
        case over(GenesysEvent, Call)
    }

    /// By connection.
    package private(set) var all: [String: Call] = [:]
    /// Connections that are over, oldest first: what comes of them is old news.
    private var released: [String] = []

    private static let remembered = 200
    private static let most = 50

    package init() {}

    /// In the order in which their ids sort, which is always the same.
    package var ordered: [Call] { all.values.sorted { $0.connectionID < $1.connectionID } }

    /// Nil for old news.
    package mutating func take(_ event: GenesysEvent) -> News? {
        guard let id = event.connectionID, event.name.isOfCall, !released.contains(id) else { return nil }
        if let previous = event.previousConnectionID, Self.renames(event.name, isKnown: all[id] != nil) {
            rename(previous, to: id)
        }
        all[id]?.isDoubtful = false
        guard let next = Self.next(event.name, all[id]?.state) else { return detail(event, of: id) }
        return next.map { move(id, to: $0, event) } ?? end(id, event)
    }

    /// Notes what the agent wants of a call, to say later who ended it.
    package mutating func note(_ kind: GenesysRequest.Kind?, of connection: String) { all[connection]?.asked = kind }

    /// The connection to Genesys is new: every call has to be told of again.
    package mutating func doubtAll() { for id in all.keys { all[id]?.isDoubtful = true } }

    /// Ends what was not told of since.
    package mutating func endDoubtful() -> [News] {
        ordered.filter(\.isDoubtful).compactMap { call in
            var event = GenesysEvent(.released, connectionID: call.connectionID)
            event.reason = "lost"
            return end(call.connectionID, event)
        }
    }

    // MARK: Moving

    /// Nil: the event changes no state. `.some(nil)`: it ends the call.
    private static func next(_ name: GenesysEvent.Name, _ state: State?) -> State?? {
        switch (name, state) {
        case (.ringing, nil): .some(.ringing)
        case (.dialing, nil): .some(.dialing)
        case (.established, nil), (.established, .ringing), (.established, .dialing): .some(.established)
        case (.held, nil), (.held, .ringing), (.held, .dialing), (.held, .established): .some(.held)
        case (.retrieved, nil), (.retrieved, .held): .some(.established)
        case (.released, _), (.abandoned, _), (.diverted, _), (.destinationBusy, _): .some(nil)
        default: nil
        }
    }

    private mutating func move(_ id: String, to state: State, _ event: GenesysEvent) -> News? {
        guard all[id] != nil || all.count < Self.most else { return nil }
        var call = all[id] ?? Self.begun(id, event)
        call.state = state
        call.facts = Self.merged(event, into: call)
        all[id] = call
        return .told(call.facts, call)
    }

    /// A call that was never announced is over too: its end may have come first.
    private mutating func end(_ id: String, _ event: GenesysEvent) -> News? {
        forget(id)
        guard var call = all.removeValue(forKey: id) else { return nil }
        call.facts = Self.merged(event, into: call)
        return .over(call.facts, call)
    }

    /// News that moves no call: its number, its data, or that it is muted.
    private mutating func detail(_ event: GenesysEvent, of id: String) -> News? {
        guard var call = all[id] else { return nil }
        switch event.name {
        case .muteOn, .muteOff:
            guard call.isMuted != (event.name == .muteOn) else { return nil }
            call.isMuted = event.name == .muteOn
        case .partyChanged, .dataChanged: break
        default: return nil
        }
        let facts = Self.merged(event, into: call)
        var kept = facts
        if [.muteOn, .muteOff, .dataChanged].contains(event.name) { kept = call.facts }
        kept.userData = facts.userData
        call.facts = kept
        all[id] = call
        return .told(facts, call)
    }

    /// On events of a consultation the previous connection is the first call, which goes on beside it.
    private static func renames(_ name: GenesysEvent.Name, isKnown: Bool) -> Bool {
        name == .partyChanged || (!isKnown && [.established, .held, .retrieved].contains(name))
    }

    private mutating func rename(_ previous: String, to id: String) {
        guard all[id] == nil, var call = all.removeValue(forKey: previous) else { return }
        forget(previous)
        call.connectionID = id
        all[id] = call
    }

    private mutating func forget(_ id: String) {
        released = (released + [id]).suffix(Self.remembered)
    }

    private static func begun(_ id: String, _ event: GenesysEvent) -> Call {
        let isOutbound = event.direction == .outbound || (event.direction == nil && event.name == .dialing)
        let eventID = event.eventID ?? id
        return Call(
            eventID: eventID, conversationID: conversationID(event, isOutbound: isOutbound) ?? eventID,
            connectionID: id, state: .ringing, direction: isOutbound ? .outbound : .inbound, facts: event)
    }

    /// A question to a colleague is not the customer's call.
    private static func conversationID(_ event: GenesysEvent, isOutbound: Bool) -> String? {
        guard let id = event.callUUID, GenesysFields.isID(id) else { return nil }
        return isOutbound && event.callType?.lowercased() == "consult" ? nil : id
    }

    /// What an event leaves out is as it was.
    private static func merged(_ event: GenesysEvent, into call: Call) -> GenesysEvent {
        let old = call.facts
        var new = event
        new.eventID = call.eventID
        new.direction = call.direction
        new.parentConnectionID = event.parentConnectionID ?? old.parentConnectionID
        new.callUUID = old.callUUID ?? event.callUUID
        new.callType = event.callType ?? old.callType
        new.ani = event.ani ?? old.ani
        new.dnis = event.dnis ?? old.dnis
        new.thisDN = event.thisDN ?? old.thisDN
        new.otherDN = event.otherDN ?? old.otherDN
        new.queueName = event.queueName ?? old.queueName
        if event.userData.isEmpty { new.userData = old.userData }
        return new
    }
}

extension GenesysCalls.Call {
    /// The other side's number, as Genesys tells it; nil where it is withheld.
    package var number: String? {
        direction == .inbound ? facts.ani ?? facts.otherDN : facts.otherDN ?? facts.ani ?? facts.dnis
    }

    /// This agent's question to somebody else, beside the call it is about.
    package var isConsult: Bool { direction == .outbound && facts.callType?.lowercased() == "consult" }

    /// The event that tells how it stands, to somebody who knows nothing yet.
    package var picture: GenesysEvent {
        let name: GenesysEvent.Name =
            switch state {
            case .ringing: .ringing
            case .dialing: .dialing
            case .established: .established
            case .held: .held
            }
        var event = GenesysEvent(name, connectionID: connectionID)
        event = facts.named(event)
        event.requestID = nil
        return event
    }

    /// Whether a command fits the state; what is doubtful is left to Genesys.
    package func allows(_ kind: GenesysRequest.Kind) -> Bool {
        switch kind {
        case .accept, .reject: state == .ringing
        case .hold, .initiateTransfer: state == .established
        case .retrieve: state == .held
        case .sendDtmf: state == .established
        case .mute, .unmute: state == .established || state == .held
        case .completeTransfer: state != .ringing
        default: true
        }
    }
}

extension GenesysEvent {
    /// The same facts under another name.
    fileprivate func named(_ other: GenesysEvent) -> GenesysEvent {
        var event = GenesysEvent(other.name, connectionID: other.connectionID)
        (event.eventID, event.direction, event.parentConnectionID) = (eventID, direction, parentConnectionID)
        (event.callUUID, event.callType, event.ani, event.dnis) = (callUUID, callType, ani, dnis)
        (event.thisDN, event.otherDN, event.queueName, event.userData) = (thisDN, otherDN, queueName, userData)
        event.capabilities = capabilities
        return event
    }
}
