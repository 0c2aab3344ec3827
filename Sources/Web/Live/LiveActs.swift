import Desk
import Store

/// What people do on the live socket.
extension LiveConversation {
    func obey(_ message: ClientMessage, _ socket: LiveSocket) async throws {
        let person = socket.person
        let board = endpoint.switchboard
        switch message {
        case .hello, .ping: break
        case .dial(let ref, let ticket, let way): try await dial(ref, ticket, by: way, socket)
        case .dialNumber(let ref, let number): try await dialNumber(number, ref: ref, socket)
        case .ringing(let call): try await board.act(on: call, by: person) { .rang($0) }
        case .answer(let call): try await board.answer(call, by: person, tab: socket.tab)
        case .reject(let call): try await board.act(on: call, by: person) { .rejected($0) }
        case .hangUp(let call): try await board.act(on: call, by: person) { .hungUp($0) }
        case .rejoin(let call): try await board.rejoin(call, by: person, tab: socket.tab)
        case .sound(let call): try await board.act(on: call, by: person) { .hears($0) }
        case .mute(let call, let isMuted): try await board.mute(call, by: person, isMuted)
        case .beat: try await endpoint.heartbeat.woke(socket)
        case .failed(let call, let reason): try await board.act(on: call, by: person) { .soundFailed($0, reason) }
        case .signal(let call, let to, let data):
            try await board.signal(call, from: person, tab: socket.tab, to: to, data: data)
        case .presence(let presence): try await choose(presence, socket)
        case .transfer, .consult, .targets, .note, .lineCall, .watch, .callWindow:
            try await obeyAgent(message, socket)
        }
    }

    /// What only agents do; from others it is passed over.
    private func obeyAgent(_ message: ClientMessage, _ socket: LiveSocket) async throws {
        guard let agent = socket.person.agent else { return }
        let board = endpoint.switchboard
        switch message {
        case .transfer(let call, let act): try await board.act(on: call, by: socket.person) { act.event(of: $0) }
        case .consult(let call, let asked): try await consult(asked, in: call, socket)
        case .targets: socket.send(.targets(try await board.colleagues(of: agent).map(ConsultTarget.init)))
        case .note(let call, let text): try await note(text, of: call, by: agent, socket)
        case .callWindow(let command):
            endpoint.bus.publish(.callWindow(agent, .command(command.json)))
        case .lineCall(let report):
            // The page that says it is answered even where nothing is new: it may not know the call's key yet.
            if let view = try await endpoint.lines.report(report, by: agent) { socket.send(.lineCall(view)) }
        case .watch(let ticket, let mark): watch(ticket, mark: mark, socket)
        default: break
        }
    }

    private func consult(_ asked: AgentID, in call: String, _ socket: LiveSocket) async throws {
        do {
            try await endpoint.switchboard.consult(asked, in: call, by: socket.person)
        } catch is DialRefusal {
            let words = "They cannot be rung now. Choose somebody else."
            socket.send(.refused(ref: call, code: "busy", words: words))
        }
    }

    private func note(_ text: String, of call: String, by agent: AgentID, _ socket: LiveSocket) async throws {
        guard let length = try await endpoint.wrapUps.note(text, of: call, by: agent) else { return }
        socket.send(.noted(call: call, length: length))
    }

    private func dial(_ ref: String, _ ticket: TicketID?, by way: ClientMessage.Way, _ socket: LiveSocket) async throws
    {
        let board = endpoint.switchboard
        let dial = Dial(
            tab: socket.tab, ref: ref, address: socket.address, carrier: board.browserCarrier,
            longest: board.browserCarrier == .twilio ? board.phones?.caps.longest : nil)
        let isAgent = socket.person.agent != nil
        do {
            switch (socket.person, ticket, way) {
            case (.agent(let agent), let ticket?, .page): try await board.callPage(of: ticket, from: agent, dial)
            case (.agent(let agent), let ticket?, .phone): try await board.callPhone(of: ticket, from: agent, dial)
            case (.agent, nil, _): throw DialRefusal.unknown
            case (let customer, _, _): try await board.callDesk(from: customer, dial)
            }
        } catch let refusal as DialRefusal {
            socket.send(.refused(ref: ref, code: refusal.rawValue, words: refusal.words(forAgent: isAgent)))
        } catch let refusal as DialPolicy.Refusal {
            socket.send(.refused(ref: ref, code: "forbidden", words: refusal.words))
        } catch StorageError.constraint {
            // Two dials at once: the schema let one through.
            let refusal = DialRefusal.alreadyInCall
            socket.send(.refused(ref: ref, code: refusal.rawValue, words: refusal.words(forAgent: isAgent)))
        }
    }
}

extension ClientMessage.Transfer {
    func event(of leg: LegID) -> CallMachine.Event {
        switch self {
        case .hold: .held(leg)
        case .resume: .unheld(leg)
        case .handOver: .handedOver(leg)
        case .bringIn: .broughtIn(leg)
        case .cancelConsult: .consultCancelled(leg)
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
        case (.agentLimit, _): "You have placed as many telephone calls as one may in a day. Ask an admin."
        case (.dayLimit, _): "The desk has placed as many telephone calls as it may in a day. Ask an admin."
        case (.noPhones, _): "Phone calls are not possible now. Try again in a minute; everything else works."
        }
    }
}

extension DialPolicy.Refusal {
    /// For the page; the sentence for the ear begins with an apology.
    var words: String {
        let sentence = self.sentence
        let apology = "Sorry, "
        guard sentence.hasPrefix(apology) else { return sentence }
        let rest = sentence.dropFirst(apology.count)
        return rest.prefix(1).uppercased() + rest.dropFirst()
    }
}
