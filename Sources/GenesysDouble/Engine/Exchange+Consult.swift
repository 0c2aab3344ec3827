import Desk

/// Asking somebody about a call, and handing it over.
extension Exchange {
    /// Rings an agent of that name or a telephone.
    mutating func beginConsult(_ connection: String, with asked: String, request: String?) throws(Refusal) {
        guard let (id, index) = place(of: connection), var conversation = conversations[id] else { throw .unknownCall }
        guard conversation.legs[index].state == .connected, conversation.consulted == nil else { throw .wrongState }
        conversation.legs[index].isHeld = true
        var leg: Conversation.Leg?
        if agents[asked] != nil {
            leg = .init(id: newID(), connection: newConnection(), agent: asked, state: .alerting, isConsulted: true)
        }
        if let leg { conversation.legs.append(leg) }
        conversation.consulted = .init(
            id: leg?.id ?? newID(), connection: newConnection(), number: asked, leg: leg?.id,
            asking: conversation.legs[index].connection, state: .dialing)
        keep(conversation)
        tell("EventHeld", conversation.legs[index], conversation)
        tellAsking("EventDialing", id, request.map { ["requestId": .string($0)] } ?? [:])
        if let leg { tell("EventRinging", leg, conversation, ["callType": .string("Consult")]) }
        if leg == nil, asked.hasSuffix("0001"), let consult = conversation.consulted {
            add(.alarm(connection: consult.connection, isAnswered: true))
        }
    }

    mutating func answerConsult(_ id: String) throws(Refusal) {
        guard var conversation = conversations[id], conversation.consulted?.state == .dialing else { throw .wrongState }
        conversation.consulted?.state = .connected
        keep(conversation)
        tellAsking("EventEstablished", id)
    }

    /// The asking agent leaves, the other two stay together; allowed before the answer, too.
    mutating func completeConsult(_ connection: String) throws(Refusal) {
        let found = consult(connection) ?? place(of: connection)?.conversation
        guard let id = found, var conversation = conversations[id], let consult = conversation.consulted,
            let index = conversation.legs.firstIndex(where: { $0.connection == consult.asking })
        else { throw .unknownCall }
        tellAsking("EventReleased", id)
        conversation.legs[index].state = .over
        conversation.legs[index].ending = "transfer"
        tell("EventReleased", conversation.legs[index], conversation)
        conversation.consulted = nil
        if let other = conversation.legs.firstIndex(where: { $0.id == consult.leg }) {
            let previous = conversation.legs[other].connection
            conversation.legs[other].connection = newConnection()
            tell(
                "EventPartyChanged", conversation.legs[other], conversation,
                ["previousConnectionId": .string(previous)])
        }
        keep(conversation)
    }

    mutating func cancelConsult(_ connection: String) throws(Refusal) {
        let found = consult(connection) ?? place(of: connection)?.conversation
        guard let id = found, var conversation = conversations[id], let consult = conversation.consulted else {
            throw .unknownCall
        }
        if let other = conversation.legs.firstIndex(where: { $0.id == consult.leg }) {
            conversation.legs[other].state = .over
            tell("EventReleased", conversation.legs[other], conversation)
        }
        endConsult(&conversation)
        keep(conversation)
    }

    /// The asked one is gone; the asking one has the customer again.
    mutating func endConsult(_ conversation: inout Conversation) {
        guard let consult = conversation.consulted else { return }
        conversations[conversation.id] = conversation
        tellAsking("EventReleased", conversation.id)
        conversation.consulted = nil
        guard let index = conversation.legs.firstIndex(where: { $0.connection == consult.asking }),
            conversation.legs[index].state == .connected
        else { return }
        conversation.legs[index].isHeld = false
        tell("EventRetrieved", conversation.legs[index], conversation)
    }
}
