import Desk
import Store
import Synchronization
import WebSocketUpgrade

/// The open sockets of this process, by who is at them.
final class LiveHub: Sendable {
    private let sockets = Mutex<[Person: [String: LiveSocket]]>([:])
    /// Connections that have not said yet who they are, and since when.
    private let strangers = Mutex<
        [ObjectIdentifier: (connection: WebSocketConnection, since: ContinuousClock.Instant)]
    >(
        [:])

    func expectGreeting(of connection: WebSocketConnection, at now: ContinuousClock.Instant = .now) {
        strangers.withLock { $0[connection.id] = (connection, now) }
    }

    func greeted(by connection: WebSocketConnection) {
        strangers.withLock { $0[connection.id] = nil }
    }

    /// Closes connections that have been silent for too long.
    func closeStrangers(silentFor patience: Duration, at now: ContinuousClock.Instant = .now) {
        let silent = strangers.withLock { $0.values.filter { now - $0.since >= patience } }
        for stranger in silent { stranger.connection.close(.policyViolation, reason: "hello expected") }
    }

    func add(_ socket: LiveSocket) {
        sockets.withLock { $0[socket.person, default: [:]][socket.id] = socket }
    }

    func remove(_ socket: LiveSocket) {
        sockets.withLock { sockets in
            sockets[socket.person]?[socket.id] = nil
            if sockets[socket.person]?.isEmpty == true { sockets[socket.person] = nil }
        }
    }

    func sockets(of person: Person) -> [LiveSocket] {
        sockets.withLock { $0[person].map { Array($0.values) } ?? [] }
    }

    var agentSockets: [LiveSocket] { all { $0.agent != nil } }

    var customerSockets: [LiveSocket] { all { $0.agent == nil } }

    /// Pages that somebody else can ring.
    var ringableSockets: [LiveSocket] { all { $0.visitor == nil } }

    /// How many sockets of customers are open from this address.
    func customerSocketCount(from address: String) -> Int {
        customerSockets.count { $0.address == address }
    }

    var allSockets: [LiveSocket] { all { _ in true } }

    private func all(where isWanted: (Person) -> Bool) -> [LiveSocket] {
        sockets.withLock { sockets in
            sockets.filter { isWanted($0.key) }.flatMap { $0.value.values }
        }
    }
}
