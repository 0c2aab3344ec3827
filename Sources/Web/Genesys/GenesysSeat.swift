import Desk
import Telephony
import WebSocketUpgrade

/// What the desk knows of one agent at Genesys.
struct GenesysSeat {
    /// A call that the agent asked for and that was not told of yet.
    struct Dial {
        let requestID: String?
        let number: String
        let userData: [String: String]
    }

    struct Socket {
        let connection: WebSocketConnection
        let sessionHash: [UInt8]
    }

    let agent: GenesysAgent
    var calls = GenesysCalls()
    var answers = GenesysAnswers()
    var sockets: [ObjectIdentifier: Socket] = [:]
    var dials: [Dial] = []
    /// Of the last event.
    var seq = 0
    /// Whether the connection to Genesys stands.
    var isRegistered = false
    /// The last word on whether the agent takes calls.
    var readiness: GenesysEvent?
    /// The number of the last session.
    var session = 0
    /// Ends the session.
    var stop: AsyncStream<Void>.Continuation?
    /// Since when no page is there.
    var emptySince: ContinuousClock.Instant?
    /// They are no longer offered calls, since no page is there.
    var isLeaving = false
    /// Since when the connection to Genesys is a new one.
    var doubtSince: ContinuousClock.Instant?
    var reportedAt = ContinuousClock.now

    init(_ agent: GenesysAgent) { self.agent = agent }

    var hasSession: Bool { stop != nil }

    /// More than these are not waited for.
    private static let mostDials = 10

    mutating func expect(_ dial: Dial) {
        dials = (dials + [dial]).suffix(Self.mostDials)
    }

    /// Tells all pages of this agent, and nobody else's.
    mutating func tell(_ event: GenesysEvent, time: Int64) {
        seq += 1
        let payload = WebSocketPayload(event.json(seq: seq, time: time).text)
        for socket in sockets.values { socket.connection.send(payload) }
    }

    /// Everything a page has to know that comes anew.
    mutating func tellPicture(_ abilities: GenesysAbilities, time: Int64) {
        var registered = GenesysEvent(.registered)
        registered.thisDN = agent.name
        registered.capabilities = abilities.names
        tell(registered, time: time)
        if let readiness { tell(readiness, time: time) }
        for call in calls.ordered {
            tell(call.picture, time: time)
            if call.isMuted { tell(call.mutePicture, time: time) }
        }
    }

    /// Gives a call that was asked for here what was said of it then.
    mutating func attachDial(to event: GenesysEvent) -> GenesysEvent {
        guard let id = event.connectionID, calls.all[id] == nil, event.direction != .inbound,
            event.name == .dialing || event.name == .established, let place = dialIndex(event)
        else { return event }
        let dial = dials.remove(at: place)
        var event = event
        event.direction = .outbound
        event.otherDN = event.otherDN ?? dial.number
        event.userData.merge(dial.userData) { known, _ in known }
        return event
    }

    private func dialIndex(_ event: GenesysEvent) -> Int? {
        if let id = event.requestID, let place = dials.firstIndex(where: { $0.requestID == id }) { return place }
        let numbers = Set([event.otherDN, event.ani, event.dnis].compactMap { $0.map(Self.digits) })
        return dials.firstIndex { numbers.isEmpty || numbers.contains(Self.digits($0.number)) }
    }

    private static func digits(_ number: String) -> String { number.filter(\.isNumber) }
}

extension GenesysCalls.Call {
    var mutePicture: GenesysEvent {
        var event = GenesysEvent(.muteOn, connectionID: connectionID)
        event.eventID = eventID
        event.direction = direction
        return event
    }
}
