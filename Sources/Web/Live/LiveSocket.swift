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
    private let connection: WebSocketConnection
    private let watchedTicket = Mutex<TicketID?>(nil)

    init(id: String, person: Person, tab: String, sessionHash: [UInt8]?, connection: WebSocketConnection) {
        self.id = id
        self.person = person
        self.tab = tab
        self.sessionHash = sessionHash
        self.connection = connection
    }

    /// The ticket whose page this agent has open.
    var watched: TicketID? {
        get { watchedTicket.withLock { $0 } }
        set { watchedTicket.withLock { $0 = newValue } }
    }

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
}
