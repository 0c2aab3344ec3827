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
            id: SecureRandom.token(bits: 128), person: person, tab: hello.tab, role: hello.role,
            sessionHash: person.agent == nil ? nil : signedIn?.idHash, address: address,
            line: person.agent == nil ? nil : signedIn.map { endpoint.linePage.line(of: $0.agent) },
            connection: connection)
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
        if let agent = socket.person.agent { try await tellAgent(agent, socket) }
        endpoint.bus.publish(for: socket.person)
        tellRole(of: socket, isOpen: true)
    }

    /// The calls the person is in or rung by, and how those ended that the page believes to be going on.
    private func tellCalls(_ socket: LiveSocket, known: [String]) async throws {
        let running = try await endpoint.store.runningCalls(of: socket.person)
        var over: [CallView] = []
        for key in Set(known.prefix(Self.mostKnown)) where !running.contains(where: { $0.call.key == key }) {
            if let view = try await endpoint.store.callView(key: key), view.call.kept == nil { over.append(view) }
        }
        for view in running + over {
            guard let leg = view.leg(of: socket.person) else { continue }
            socket.send(.call(view.message(for: leg, tab: socket.tab, now: endpoint.store.clock.now)))
        }
    }

    /// What they still have to write about a call, and whether telephones can be reached.
    private func tellAgent(_ agent: AgentID, _ socket: LiveSocket) async throws {
        if let wrapUp = try await endpoint.wrapUps.wrapUpMessage(for: agent) { socket.send(.wrapUp(wrapUp)) }
        if let state = endpoint.phoneState(over: socket.line) { socket.send(state) }
        for view in try await endpoint.lines.running(for: agent) { socket.send(.lineCall(view)) }
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
        tellRole(of: socket, isOpen: false)
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

    /// From now on the socket hears of the ticket's changes; of those since the page was rendered, too.
    func watch(_ ticket: TicketID?, mark: String, _ socket: LiveSocket) {
        socket.watched = ticket
        if let ticket, endpoint.bus.hasChanged(since: mark) { endpoint.bus.publish(.ticketChanged(ticket)) }
    }

    func choose(_ presence: Presence, _ socket: LiveSocket) async throws {
        guard let agent = socket.person.agent else { return }
        try await endpoint.store.choose(presence, for: agent)
        endpoint.bus.publish(.presence(agent))
        endpoint.bus.publish(.availability)
    }

    /// An act that came too late is answered with how the call stands now.
    private func resend(_ message: ClientMessage, _ socket: LiveSocket) async {
        guard let key = message.callKey else { return }
        do {
            guard let view = try await endpoint.store.callView(key: key), view.call.kept == nil,
                let leg = view.leg(of: socket.person)
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
            .failed(let call, _), .transfer(let call, _), .consult(let call, _):
            call
        default: nil
        }
    }
}
