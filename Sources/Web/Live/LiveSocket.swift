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
    /// What the page is besides one of its person's.
    let role: PageRole
    /// The session that an agent's socket lives by.
    let sessionHash: [UInt8]?
    /// Where the page is.
    let address: String
    /// The line of an agent's page.
    let line: LineName?
    private let connection: WebSocketConnection
    private let watchedTicket = Mutex<TicketID?>(nil)
    private let pulse = Mutex(Pulse.answered)

    init(
        id: String, person: Person, tab: String, role: PageRole = .page, sessionHash: [UInt8]?, address: String,
        line: LineName? = nil,
        connection: WebSocketConnection
    ) {
        self.id = id
        self.person = person
        self.tab = tab
        self.role = role
        self.sessionHash = sessionHash
        self.address = address
        self.line = line
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

/// What a page of an agent's is for.
enum PageRole: String, Sendable {
    case page
    /// The media toolbar in a frame.
    case toolbar
    /// The window that has the sound where the toolbar gets no microphone.
    case window
}

extension WebSocketCloseCode {
    /// The agent's session is over; the page goes to the sign-in.
    static let signedOut = WebSocketCloseCode(rawValue: 4401)
    /// The token was not accepted; the page fetches a new one.
    static let tokenRefused = WebSocketCloseCode(rawValue: 4403)
    /// Too many pages are open from one address; the page waits before it tries again.
    static let tooManySockets = WebSocketCloseCode(rawValue: 4429)
}
