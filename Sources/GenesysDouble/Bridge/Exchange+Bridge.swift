import Desk

/// The microservice of the CTI guide: what it is asked, and what it tells.
extension Exchange {
    /// One request of the contract; its `type` is compared without regard to case.
    mutating func perform(_ json: JSONValue, agent named: String?) throws(Refusal) {
        let agent = json["agentId"]?.string ?? named ?? "agent"
        let connection = json["connectionId"]?.string ?? ""
        let request = json["requestId"]?.string
        if fails(agent, connection, request) { return }
        switch (json["type"]?.string ?? "").lowercased() {
        case "initialize", "register": register(agent)
        case "available", "ready": setReady(agent, true)
        case "unavailable", "notready": setReady(agent, false)
        case "ring": try ring(json, agent)
        case "accept", "answer": try answer(connection)
        case "reject", "hangup", "release", "disconnect": try release(connection)
        case "makecall", "outbound":
            guard let number = json["toNumber"]?.string else { throw .badField("toNumber") }
            _ = dial(number, by: agent, request: request, userData: Self.texts(json["userData"]))
        case "hold": try setHeld(connection, true)
        case "retrieve", "resume": try setHeld(connection, false)
        case "mute": try setMuted(connection, true)
        case "unmute": try setMuted(connection, false)
        case "initiatetransfer":
            try beginConsult(connection, with: json["toNumber"]?.string ?? "", request: request)
        case "completetransfer": try completeConsult(connection)
        case "canceltransfer": try cancelConsult(connection)
        case "senddtmf", "wrapup": if place(of: connection) == nil { throw .unknownCall }
        case "attachdata": try attach(connection, Self.texts(json["userData"]))
        case "terminate", "unregister": unregister(agent)
        default: throw .badField("type")
        }
    }

    private mutating func ring(_ json: JSONValue, _ agent: String) throws(Refusal) {
        guard let number = json["ANI"]?.string else { throw .badField("ANI") }
        ring(
            agent, from: number, queue: json["queueName"]?.string, id: json["eventId"]?.string,
            connection: json["connectionId"]?.string)
    }

    private mutating func fails(_ agent: String, _ connection: String, _ request: String?) -> Bool {
        guard mischief.failsNext > 0 else { return false }
        mischief.failsNext -= 1
        var event: [String: JSONValue] = [
            "eventName": .string("EventError"), "errorCode": .string("415"),
            "errorMessage": .string("Invalid destination DN"),
        ]
        if !connection.isEmpty { event["connectionId"] = .string(connection) }
        if let request { event["requestId"] = .string(request) }
        add(.tell(agent: agent, event))
        return true
    }

    /// The full picture: registered, ready or not, then each call.
    mutating func register(_ agent: String) {
        agents[agent] = agents[agent] ?? true
        add(.tell(agent: agent, ["eventName": .string("EventRegistered"), "thisDN": .string(agent)]))
        tellReadiness(agent)
        for id in order {
            guard let conversation = conversations[id] else { continue }
            for leg in conversation.legs where leg.agent == agent && leg.state != .over { tellAll(leg, conversation) }
        }
    }

    private mutating func tellAll(_ leg: Conversation.Leg, _ conversation: Conversation) {
        let name =
            switch leg.state {
            case .alerting: "EventRinging"
            case .dialing: "EventDialing"
            case .connected, .over: leg.isHeld ? "EventHeld" : "EventEstablished"
            }
        tell(name, leg, conversation)
        guard let consult = conversation.consulted, consult.asking == leg.connection else { return }
        tellAsking(consult.state == .connected ? "EventEstablished" : "EventDialing", conversation.id)
    }

    mutating func setReady(_ agent: String, _ isReady: Bool) {
        agents[agent] = isReady
        tellReadiness(agent)
        add(.presence(agent: agent))
    }

    private mutating func tellReadiness(_ agent: String) {
        let name = agents[agent] == true ? "EventAgentReady" : "EventAgentNotReady"
        add(.tell(agent: agent, ["eventName": .string(name), "thisDN": .string(agent)]))
    }

    private mutating func unregister(_ agent: String) {
        agents[agent] = nil
        for name in ["EventAgentLogout", "EventUnregistered"] {
            add(.tell(agent: agent, ["eventName": .string(name), "thisDN": .string(agent)]))
        }
    }

    // MARK: Telling

    mutating func tell(
        _ name: String, _ leg: Conversation.Leg, _ conversation: Conversation, _ more: [String: JSONValue] = [:]
    ) {
        var event: [String: JSONValue] = [
            "eventName": .string(name), "connectionId": .string(leg.connection), "eventId": .string(conversation.id),
            "callUuid": .string(conversation.id), "thisDN": .string(leg.agent),
            "direction": .string(conversation.isInbound ? "inbound" : "outbound"),
            "callType": .string(leg.isConsulted ? "Consult" : conversation.isInbound ? "Inbound" : "Outbound"),
        ]
        if conversation.isInbound {
            if !mischief.hidesNumber { event["ANI"] = .string(conversation.customer) }
        } else {
            event["otherDN"] = .string(conversation.customer)
        }
        // Who was asked has a call of their own.
        if leg.isConsulted { event["eventId"] = .string(conversation.id + "." + leg.id.prefix(8)) }
        if let queue = conversation.queue { event["queueName"] = .string(queue) }
        if !conversation.attributes.isEmpty {
            event["userData"] = .object(conversation.attributes.mapValues(JSONValue.string))
        }
        event.merge(more) { _, new in new }
        add(.tell(agent: leg.agent, event))
    }

    /// The asking agent's own leg to the one who is asked.
    mutating func tellAsking(_ name: String, _ id: String, _ more: [String: JSONValue] = [:]) {
        guard let conversation = conversations[id], let consult = conversation.consulted,
            let asking = conversation.legs.first(where: { $0.connection == consult.asking })
        else { return }
        var event: [String: JSONValue] = [
            "eventName": .string(name), "connectionId": .string(consult.connection), "eventId": .string(consult.id),
            "parentConnectionId": .string(consult.asking), "callType": .string("Consult"),
            "direction": .string("outbound"), "otherDN": .string(consult.number), "thisDN": .string(asking.agent),
        ]
        event.merge(more) { _, new in new }
        add(.tell(agent: asking.agent, event))
    }

    static func texts(_ json: JSONValue?) -> [String: String] { (json?.object ?? [:]).compactMapValues(\.string) }
}
