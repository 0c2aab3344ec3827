import Desk

/// Why something cannot be done.
enum Refusal: Error, Sendable {
    case unknownCall
    case wrongState
    case badField(String)
}

extension Exchange {
    // MARK: The customer

    /// Somebody rings an agent.
    @discardableResult
    mutating func ring(
        _ agent: String, from number: String, name: String? = nil, queue: String? = nil, id: String? = nil,
        connection: String? = nil
    ) -> String {
        let leg = Conversation.Leg(
            id: newID(), connection: connection ?? newConnection(), agent: agent, state: .alerting, isConsulted: false)
        let conversation = Conversation(
            id: id ?? newID(), customer: number, customerID: newID(), name: name, isInbound: true, queue: queue,
            customerState: .connected, legs: [leg])
        keep(conversation)
        tell("EventRinging", leg, conversation)
        return leg.connection
    }

    /// The customer hangs up: before the answer, too.
    mutating func hangUpAsCustomer(_ connection: String) throws(Refusal) {
        guard let (id, _) = place(of: connection), var conversation = conversations[id] else { throw .unknownCall }
        conversation.customerState = .over
        conversation.ending = "peer"
        for index in conversation.legs.indices where conversation.legs[index].state != .over {
            let wasRinging = conversation.legs[index].state == .alerting
            conversation.legs[index].state = .over
            conversation.legs[index].ending = "peer"
            let leg = conversation.legs[index]
            tell(wasRinging ? "EventAbandoned" : "EventReleased", leg, conversation, ["reason": .string("peer")])
        }
        keep(conversation)
    }

    /// The customer who is called answers, or does not.
    mutating func pickUpAsCustomer(_ connection: String, isBusy: Bool = false) throws(Refusal) {
        if let id = consult(connection) { return try answerConsult(id) }
        guard let (id, index) = place(of: connection), var conversation = conversations[id] else { throw .unknownCall }
        guard conversation.legs[index].state == .dialing else { throw .wrongState }
        conversation.customerState = isBusy ? .over : .connected
        conversation.legs[index].state = isBusy ? .over : .connected
        keep(conversation)
        let leg = conversation.legs[index]
        if isBusy {
            tell("EventDestinationBusy", leg, conversation)
            tell("EventReleased", leg, conversation, ["reason": .string("busy")])
        } else {
            tell("EventEstablished", leg, conversation)
        }
    }

    // MARK: The agent

    mutating func dial(_ number: String, by agent: String, request: String?, userData: [String: String]) -> String {
        var leg = Conversation.Leg(
            id: newID(), connection: newConnection(), agent: agent, state: .dialing, isConsulted: false)
        leg.isHeld = false
        var conversation = Conversation(
            id: newID(), customer: number, customerID: newID(), name: userData["name"], isInbound: false, queue: nil,
            customerState: .dialing, legs: [leg])
        conversation.attributes = userData
        keep(conversation)
        tell("EventDialing", leg, conversation, request.map { ["requestId": .string($0)] } ?? [:])
        if number.hasSuffix("0001") { add(.alarm(connection: leg.connection, isAnswered: true)) }
        if number.hasSuffix("0002") { add(.alarm(connection: leg.connection, isAnswered: false)) }
        return conversation.id
    }

    mutating func answer(_ connection: String) throws(Refusal) {
        try change(connection) { conversation, index in
            guard conversation.legs[index].state == .alerting else { return nil }
            conversation.legs[index].state = .connected
            if let asked = conversation.consulted, asked.leg == conversation.legs[index].id {
                conversation.consulted?.state = .connected
            }
            return "EventEstablished"
        }
        if let (id, index) = place(of: connection), let leg = conversations[id]?.legs[index],
            conversations[id]?.consulted?.leg == leg.id
        {
            tellAsking("EventEstablished", id)
        }
    }

    mutating func setHeld(_ connection: String, _ isHeld: Bool) throws(Refusal) {
        try change(connection) { conversation, index in
            guard conversation.legs[index].state == .connected, conversation.legs[index].isHeld != isHeld else {
                return nil
            }
            conversation.legs[index].isHeld = isHeld
            return isHeld ? "EventHeld" : "EventRetrieved"
        }
    }

    mutating func setMuted(_ connection: String, _ isMuted: Bool) throws(Refusal) {
        try change(connection) { conversation, index in
            guard conversation.legs[index].state == .connected else { return nil }
            conversation.legs[index].isMuted = isMuted
            return isMuted ? "EventMuteOn" : "EventMuteOff"
        }
    }

    /// The agent leaves; with the last one the customer does.
    mutating func release(_ connection: String, ending: String = "client") throws(Refusal) {
        if consult(connection) != nil { return try cancelConsult(connection) }
        guard let (id, index) = place(of: connection), var conversation = conversations[id] else { throw .unknownCall }
        conversation.legs[index].state = .over
        conversation.legs[index].ending = ending
        let leg = conversation.legs[index]
        if conversation.legs.allSatisfy({ $0.state == .over }) { conversation.customerState = .over }
        tell("EventReleased", leg, conversation)
        if conversation.consulted?.leg == leg.id { endConsult(&conversation) }
        keep(conversation)
    }

    mutating func attach(_ connection: String, _ data: [String: String]) throws(Refusal) {
        try change(connection) { conversation, _ in
            conversation.attributes.merge(data) { _, new in new }
            return "EventAttachedDataChanged"
        }
    }

    private mutating func change(
        _ connection: String, _ body: (inout Conversation, Int) -> String?
    ) throws(Refusal) {
        guard let (id, index) = place(of: connection), var conversation = conversations[id] else { throw .unknownCall }
        guard let event = body(&conversation, index) else { throw .wrongState }
        keep(conversation)
        tell(event, conversation.legs[index], conversation)
    }
}
