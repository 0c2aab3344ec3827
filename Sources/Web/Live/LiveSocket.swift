import Desk
import Store
import Synchronization
import WebSocketUpgrade

/// One page's open socket, after it said who it is.
final class LiveSocket: Sendable {
    /// Random; the key of its row among the connections.
    let id: String
    let person: Person
    let tab: String
    /// The session that an agent's socket lives by.
    let sessionHash: [UInt8]?
    /// Where the page is.
    let address: String
    private let connection: WebSocketConnection
    private let watchedTicket = Mutex<TicketID?>(nil)
    private let pulse = Mutex(Pulse.answered)

    init(
        id: String, person: Person, tab: String, sessionHash: [UInt8]?, address: String,
        connection: WebSocketConnection
    ) {
        self.id = id
        self.person = person
        self.tab = tab
        self.sessionHash = sessionHash
        self.address = address
        self.connection = connection
    }

    /// The ticket whose page this agent has open.
    var watched: TicketID? {
        get { watchedTicket.withLock { $0 } }
        set { watchedTicket.withLock { $0 = newValue } }
    }

    /// Asks for a sign of life; says whether the page has just been found asleep.
    func beat() -> Bool {
        let fellAsleep = pulse.withLock { pulse in
            defer { pulse = pulse == .answered ? .asked : .asleep }
            return pulse == .asked
        }
        send(.beat)
        return fellAsleep
    }

    /// Notes the answer; says whether the page had been asleep.
    func beatAnswered() -> Bool {
        pulse.withLock { pulse in
            defer { pulse = .answered }
            return pulse == .asleep
        }
    }

    var isAsleep: Bool { pulse.withLock { $0 == .asleep } }

    private enum Pulse { case answered, asked, asleep }

    func send(_ message: ServerMessage) {
        guard let payload = message.payload else { return }
        connection.send(payload)
    }

    func send(_ payload: WebSocketPayload) { connection.send(payload) }

    func close(_ code: WebSocketCloseCode, reason: String) { connection.close(code, reason: reason) }
}

extension WebSocketCloseCode {
    /// The agent's session is over; the page goes to the sign-in.
    static let signedOut = WebSocketCloseCode(rawValue: 4401)
    /// The token was not accepted; the page fetches a new one.
    static let tokenRefused = WebSocketCloseCode(rawValue: 4403)
    /// Too many pages are open from one address; the page waits before it tries again.
    static let tooManySockets = WebSocketCloseCode(rawValue: 4429)
}
