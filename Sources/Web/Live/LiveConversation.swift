import Desk
import Logging
import Secrets
import Store
import WebSocketUpgrade

/// One socket from its greeting to its end.
struct LiveConversation: Sendable {
    let endpoint: LiveEndpoint
    let connection: WebSocketConnection
    let signedIn: SignedIn?

    func run() async {
        do {
            var messages = connection.messages.makeAsyncIterator()
            guard let socket = try await greet(&messages) else { return }
            await converse(socket, &messages)
            await leave(socket)
        } catch {
            connection.logger.error("live socket", metadata: ["error": .string(String(reflecting: error))])
            connection.close(.internalError, reason: "try again")
        }
    }

    // MARK: Coming and going

    private func greet(_ messages: inout WebSocketMessages.AsyncIterator) async throws -> LiveSocket? {
        guard case .text(let text)? = await messages.next() else { return nil }
        guard case .hello(let token, let tab, let mark)? = try? ClientMessage(text) else {
            connection.close(.policyViolation, reason: "hello expected")
            return nil
        }
        guard let person = try await person(token: token) else { return nil }
        let socket = LiveSocket(
            id: SecureRandom.token(bits: 128), person: person, tab: tab,
            sessionHash: person.agent == nil ? nil : signedIn?.idHash, connection: connection)
        try await enter(socket, mark: mark)
        return socket
    }

    private func person(token: String?) async throws -> Person? {
        guard let token else {
            guard let signedIn else {
                connection.close(.signedOut, reason: "signed out")
                return nil
            }
            return .agent(signedIn.agent.id)
        }
        guard let person = try await endpoint.person(token: token) else {
            connection.close(.tokenRefused, reason: "token refused")
            return nil
        }
        return person
    }

    /// Rows first, then the hub, then the state: what happens in between reaches the page by one way or the other.
    private func enter(_ socket: LiveSocket, mark: String) async throws {
        try await endpoint.store.openConnection(
            socket.id, of: socket.person, tab: socket.tab, server: endpoint.serverID)
        endpoint.hub.add(socket)
        socket.send(.ready(try await ready(socket, mark: mark)))
        try await endpoint.switchboard.tabReturned(socket.tab, of: socket.person)
        for view in try await endpoint.store.runningCalls(of: socket.person) {
            guard let leg = view.leg(of: socket.person) else { continue }
            socket.send(.call(view.message(for: leg, tab: socket.tab, now: endpoint.store.clock.now)))
        }
        tellPresence(of: socket.person)
    }

    private func ready(_ socket: LiveSocket, mark: String) async throws -> ServerMessage.Ready {
        // The presence may have changed since the page's session was looked up.
        let agent = try await signedInAgent(socket)
        return ServerMessage.Ready(
            ice: endpoint.settings.iceServers, icePolicy: "all", presence: agent?.presence.rawValue,
            connection: socket.id, now: endpoint.store.clock.now.milliseconds,
            stale: mark != endpoint.bus.mark)
    }

    private func signedInAgent(_ socket: LiveSocket) async throws -> Agent? {
        guard let hash = socket.sessionHash else { return nil }
        guard let agent = try await endpoint.store.session(hash)?.agent else {
            socket.close(.signedOut, reason: "signed out")
            return nil
        }
        return agent
    }

    private func leave(_ socket: LiveSocket) async {
        endpoint.hub.remove(socket)
        do {
            try await endpoint.store.closeConnection(socket.id)
            if !endpoint.hub.hasTab(socket.tab, of: socket.person) {
                try await endpoint.switchboard.tabLost(socket.tab, of: socket.person)
            }
            tellPresence(of: socket.person)
        } catch {
            connection.logger.error("live socket end", metadata: ["error": .string(String(reflecting: error))])
        }
    }

    private func tellPresence(of person: Person) {
        switch person {
        case .agent: endpoint.bus.publish(.availability)
        case .ticket(let ticket): endpoint.bus.publish(.ticketChanged(ticket))
        case .visitor: break
        }
    }

    // MARK: Messages

    private func converse(_ socket: LiveSocket, _ messages: inout WebSocketMessages.AsyncIterator) async {
        while let message = await messages.next() {
            guard case .text(let text) = message, let said = try? ClientMessage(text) else {
                socket.send(.error(code: "unreadable", words: "This message was not understood."))
                continue
            }
            do {
                try await obey(said, socket)
            } catch is CallMachine.Refusal {
                await resend(said, socket)
            } catch {
                connection.logger.error("live message", metadata: ["error": .string(String(reflecting: error))])
                socket.send(.error(code: "failed", words: "The desk could not do this now. Try again."))
            }
        }
    }

    private func obey(_ message: ClientMessage, _ socket: LiveSocket) async throws {
        let person = socket.person
        let board = endpoint.switchboard
        switch message {
        case .hello: break
        case .ping: socket.send(.pong)
        case .dial(let ref, let ticket): try await dial(ref, ticket, socket)
        case .ringing(let call): try await board.act(on: call, by: person) { .rang($0) }
        case .answer(let call): try await board.act(on: call, by: person) { .answered($0, tab: socket.tab) }
        case .reject(let call): try await board.act(on: call, by: person) { .rejected($0) }
        case .hangUp(let call): try await board.act(on: call, by: person) { .hungUp($0) }
        case .failed(let call, let reason): try await board.act(on: call, by: person) { .soundFailed($0, reason) }
        case .signal(let call, let to, let data):
            try await board.signal(call, from: person, tab: socket.tab, to: to, data: data)
        case .presence(let presence): try await choose(presence, socket)
        case .watch(let ticket, let mark): if person.agent != nil { watch(ticket, mark: mark, socket) }
        }
    }

    private func dial(_ ref: String, _ ticket: TicketID?, _ socket: LiveSocket) async throws {
        do {
            switch (socket.person, ticket) {
            case (.agent(let agent), let ticket?):
                try await endpoint.switchboard.callPage(of: ticket, from: agent, tab: socket.tab)
            case (.agent, nil): throw DialRefusal.unknown
            case (let customer, _): try await endpoint.switchboard.callDesk(from: customer, tab: socket.tab)
            }
        } catch let refusal as DialRefusal {
            let words = refusal.words(forAgent: socket.person.agent != nil)
            socket.send(.refused(ref: ref, code: refusal.rawValue, words: words))
        } catch StorageError.constraint {
            // Two dials at once: the schema let one through.
            let words = DialRefusal.alreadyInCall.words(forAgent: socket.person.agent != nil)
            socket.send(.refused(ref: ref, code: DialRefusal.alreadyInCall.rawValue, words: words))
        }
    }

    /// From now on the socket hears of the ticket's changes; of those since the page was rendered, too.
    private func watch(_ ticket: TicketID?, mark: String, _ socket: LiveSocket) {
        socket.watched = ticket
        if let ticket, mark != endpoint.bus.mark { endpoint.bus.publish(.ticketChanged(ticket)) }
    }

    private func choose(_ presence: Presence, _ socket: LiveSocket) async throws {
        guard let agent = socket.person.agent else { return }
        try await endpoint.store.choose(presence, for: agent)
        endpoint.bus.publish(.presence(agent))
        endpoint.bus.publish(.availability)
    }

    /// An act that came too late is answered with how the call stands now.
    private func resend(_ message: ClientMessage, _ socket: LiveSocket) async {
        guard let key = message.callKey else { return }
        do {
            guard let call = try await endpoint.store.call(key: key),
                let view = try await endpoint.store.callView(call.id), let leg = view.leg(of: socket.person)
            else { return }
            socket.send(.call(view.message(for: leg, tab: socket.tab, now: endpoint.store.clock.now)))
        } catch {
            connection.logger.error("live answer", metadata: ["error": .string(String(reflecting: error))])
        }
    }
}

extension ClientMessage {
    /// The call an act is about; signalling needs no answer.
    fileprivate var callKey: String? {
        switch self {
        case .ringing(let call), .answer(let call), .reject(let call), .hangUp(let call), .failed(let call, _): call
        default: nil
        }
    }
}

extension DialRefusal {
    func words(forAgent isAgent: Bool) -> String {
        switch (self, isAgent) {
        case (.unavailable, _): "Nobody is available now. Leave a ticket and we call you back."
        case (.busy, true): "This customer is in another call. Try again in a moment."
        case (.busy, false): "You are in a call already, perhaps in another tab."
        case (.notOpen, _): "Their page is not open any more. Call the number from your phone."
        case (.alreadyInCall, _): "You are in a call already. Hang up first."
        case (.unknown, _): "This ticket does not exist any more."
        }
    }
}
