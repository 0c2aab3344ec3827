import Desk
import Store
import WebSocketUpgrade

/// What a page of an agent's asks of the window that has the sound.
struct CallWindowCommand: Sendable, Equatable {
    enum Name: String, Sendable {
        case answer, rejoin, dial, digits
    }

    let name: Name
    /// The words that go with it, by their names on the wire.
    let texts: [String: String]
    let ticket: TicketID?

    static let members = ["call", "digits", "name", "phone", "by", "button"]
    private static let longest = 200

    /// - Parameter texts: those of `members` that the page said.
    init?(_ name: String, texts: [String: String], ticket: TicketID?) {
        guard let name = Name(rawValue: name), texts.values.allSatisfy({ $0.utf8.count <= Self.longest }) else {
            return nil
        }
        self.name = name
        self.texts = texts
        self.ticket = ticket
    }

    /// As the window reads it.
    var json: String {
        var members = texts.mapValues(JSONValue.string)
        members["type"] = .string("window")
        members["command"] = .string(name.rawValue)
        members["ticket"] = ticket.map { .integer(Int($0.number)) } ?? .null
        return JSONValue.object(members).text
    }
}

extension LiveConversation {
    /// The agent's other pages hear when the window comes and goes; a toolbar asks whether there is one.
    func tellRole(of socket: LiveSocket, isOpen: Bool) {
        guard let agent = socket.person.agent else { return }
        switch (socket.role, isOpen) {
        case (.window, true): endpoint.bus.publish(.callWindow(agent, .opened))
        case (.window, false): endpoint.bus.publish(.callWindow(agent, .closed))
        case (.toolbar, true): endpoint.bus.publish(.callWindow(agent, .asked))
        case (.toolbar, false), (.page, _): break
        }
    }
}

extension LiveTeller {
    func tellCallWindow(of agent: AgentID, _ news: CallWindowNews) {
        let sockets = hub.sockets(of: .agent(agent))
        let windows = sockets.filter { $0.role == .window }
        let others = sockets.filter { $0.role != .window }
        switch news {
        case .opened: for socket in others { socket.send(.callWindow(isOpen: true)) }
        case .closed:
            for socket in others { socket.send(.callWindow(isOpen: false)) }
            if !windows.isEmpty { bus.publish(.callWindow(agent, .opened)) }
        case .asked: if !windows.isEmpty { bus.publish(.callWindow(agent, .opened)) }
        case .command(let text): for socket in windows { socket.send(.init(text)) }
        }
    }
}
