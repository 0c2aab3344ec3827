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
    let address: String
    private let number = UInt64.random(in: .min ... .max)

    /// Every line carries the request's id, or a name that the lines of this socket have in common.
    private var logger: Logger {
        var logger = connection.logger
        if logger[metadataKey: "hb.request.id"] == nil {
            logger[metadataKey: "connection"] = .string(String(number, radix: 16))
        }
        return logger
    }

    func run() async {
        do {
            var messages = connection.messages.makeAsyncIterator()
            guard let socket = try await greet(&messages) else { return }
            await converse(socket, &messages)
            await leave(socket)
        } catch {
            logger.error("live socket", metadata: ["error": .string(String(reflecting: error))])
            connection.close(.internalError, reason: "try again")
        }
    }

    // MARK: Coming and going

    private func greet(_ messages: inout WebSocketMessages.AsyncIterator) async throws -> LiveSocket? {
        guard let hello = await hello(&messages), let person = try await person(token: hello.token) else { return nil }
        guard endpoint.hasRoom(for: person, from: address) else {
            connection.close(.tooManySockets, reason: "too many pages")
            return nil
        }
        let socket = LiveSocket(
            id: SecureRandom.token(bits: 128), person: person, tab: hello.tab,
            sessionHash: person.agent == nil ? nil : signedIn?.idHash, address: address, connection: connection)
        do {
            try await enter(socket, hello)
            return socket
        } catch {
            // What was entered so far must not count as a page that is there.
            await leave(socket)
            throw error
        }
    }

    /// The first message, which has to come soon and say who this is.
    private func hello(_ messages: inout WebSocketMessages.AsyncIterator) async -> ClientMessage.Hello? {
        endpoint.hub.expectGreeting(of: connection)
        let first = await messages.next()
        endpoint.hub.greeted(by: connection)
        guard case .text(let text)? = first, case .hello(let hello)? = try? ClientMessage(text) else {
            connection.close(.policyViolation, reason: "hello expected")
            return nil
        }
        return hello
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
    private func enter(_ socket: LiveSocket, _ hello: ClientMessage.Hello) async throws {
        try await endpoint.store.openConnection(
            socket.id, of: socket.person, tab: socket.tab, server: endpoint.serverID)
        endpoint.hub.add(socket)
        socket.send(.ready(try await ready(socket, mark: hello.mark)))
        try await endpoint.switchboard.tabOpened(socket.tab, of: socket.person, carrying: hello.carrying)
        try await tellCalls(socket, known: hello.carrying + hello.known)
        endpoint.bus.publish(for: socket.person)
    }

    /// The calls the person is in or rung by, and how those ended that the page believes to be going on.
    private func tellCalls(_ socket: LiveSocket, known: [String]) async throws {
        let running = try await endpoint.store.runningCalls(of: socket.person)
        var over: [CallView] = []
        for key in Set(known.prefix(Self.mostKnown)) where !running.contains(where: { $0.call.key == key }) {
            if let view = try await endpoint.store.callView(key: key) { over.append(view) }
        }
        for view in running + over {
            guard let leg = view.leg(of: socket.person) else { continue }
            socket.send(.call(view.message(for: leg, tab: socket.tab, now: endpoint.store.clock.now)))
        }
    }

    /// A page knows of few calls; the rest is somebody's try.
    private static let mostKnown = 8

    private func ready(_ socket: LiveSocket, mark: String) async throws -> ServerMessage.Ready {
        // The presence may have changed since the page's session was looked up.
        let agent = try await signedInAgent(socket)
        return ServerMessage.Ready(
            ice: endpoint.ice.servers(for: socket.person), icePolicy: endpoint.ice.policy(for: socket.person),
            presence: agent?.presence.rawValue,
            connection: socket.id, now: endpoint.store.clock.now.milliseconds,
            stale: endpoint.bus.hasChanged(since: mark))
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
            guard let departure = try await endpoint.store.closeConnection(socket.id) else { return }
            try await endpoint.switchboard.left(departure)
        } catch {
            logger.error("live socket end", metadata: ["error": .string(String(reflecting: error))])
        }
    }

    // MARK: Messages

    private func converse(_ socket: LiveSocket, _ messages: inout WebSocketMessages.AsyncIterator) async {
        while let message = await messages.next() {
            guard case .text(let text) = message, let said = try? ClientMessage(text) else {
                socket.send(.error(code: "unreadable", words: "This message was not understood."))
                continue
            }
            if isSettled(said, socket) { continue }
            do {
                try await obey(said, socket)
            } catch is CallMachine.Refusal {
                await resend(said, socket)
            } catch {
                logger.error("live message", metadata: ["error": .string(String(reflecting: error))])
                socket.send(.error(code: "failed", words: "The desk could not do this now. Try again."))
            }
        }
    }

    /// What idle pages say needs no waiting, and so none of the memory that a task keeps once it has waited deeply.
    private func isSettled(_ message: ClientMessage, _ socket: LiveSocket) -> Bool {
        switch message {
        case .ping:
            socket.send(.pong)
            return true
        case .beat: return !socket.beatAnswered()
        default: return false
        }
    }

    private func obey(_ message: ClientMessage, _ socket: LiveSocket) async throws {
        let person = socket.person
        let board = endpoint.switchboard
        switch message {
        case .hello, .ping: break
        case .dial(let ref, let ticket): try await dial(ref, ticket, socket)
        case .ringing(let call): try await board.act(on: call, by: person) { .rang($0) }
        case .answer(let call): try await board.act(on: call, by: person) { .answered($0, tab: socket.tab) }
        case .reject(let call): try await board.act(on: call, by: person) { .rejected($0) }
        case .hangUp(let call): try await board.act(on: call, by: person) { .hungUp($0) }
        case .rejoin(let call): try await board.act(on: call, by: person) { .rejoined($0, tab: socket.tab) }
        case .sound(let call): try await board.act(on: call, by: person) { .hears($0) }
        case .mute(let call, let isMuted): try await board.mute(call, by: person, isMuted)
        case .beat: try await endpoint.heartbeat.woke(socket)
        case .failed(let call, let reason): try await board.act(on: call, by: person) { .soundFailed($0, reason) }
        case .signal(let call, let to, let data):
            try await board.signal(call, from: person, tab: socket.tab, to: to, data: data)
        case .presence(let presence): try await choose(presence, socket)
        case .watch(let ticket, let mark): if person.agent != nil { watch(ticket, mark: mark, socket) }
        }
    }

    private func dial(_ ref: String, _ ticket: TicketID?, _ socket: LiveSocket) async throws {
        let dial = Dial(tab: socket.tab, ref: ref, address: socket.address)
        do {
            switch (socket.person, ticket) {
            case (.agent(let agent), let ticket?):
                try await endpoint.switchboard.callPage(of: ticket, from: agent, dial)
            case (.agent, nil): throw DialRefusal.unknown
            case (let customer, _): try await endpoint.switchboard.callDesk(from: customer, dial)
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
        if let ticket, endpoint.bus.hasChanged(since: mark) { endpoint.bus.publish(.ticketChanged(ticket)) }
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
            guard let view = try await endpoint.store.callView(key: key), let leg = view.leg(of: socket.person)
            else { return }
            socket.send(.call(view.message(for: leg, tab: socket.tab, now: endpoint.store.clock.now)))
        } catch {
            logger.error("live answer", metadata: ["error": .string(String(reflecting: error))])
        }
    }
}

extension ClientMessage {
    /// The call an act is about; signalling needs no answer.
    fileprivate var callKey: String? {
        switch self {
        case .ringing(let call), .answer(let call), .reject(let call), .hangUp(let call), .rejoin(let call),
            .failed(let call, _):
            call
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
        case (.limit, _): "Too many calls are waiting just now. Try again in a minute, or leave a ticket."
        case (.unknown, _): "This ticket does not exist any more."
        }
    }
}
