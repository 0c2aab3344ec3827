import Desk

/// How Genesys Cloud writes things down.
enum CloudView {
    static func conversation(_ conversation: Conversation, _ cloud: Cloud, hidesNumber: Bool = false) -> JSONValue {
        var participants = [customer(conversation, hidesNumber: hidesNumber)]
        participants += conversation.legs.map { agent($0, conversation, cloud) }
        if let consult = conversation.consulted, consult.leg == nil { participants.append(external(consult)) }
        return .object(["id": .string(conversation.id), "participants": .array(participants)])
    }

    private static func customer(_ conversation: Conversation, hidesNumber: Bool) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(conversation.customerID), "purpose": .string("customer"),
            "state": .string(state(conversation.customerState, isDialled: !conversation.isInbound)),
            "direction": .string(conversation.isInbound ? "inbound" : "outbound"), "held": .bool(false),
            "muted": .bool(false), "confined": .bool(conversation.consulted != nil),
        ]
        if !hidesNumber { members["address"] = .string("tel:" + conversation.customer) }
        if let name = conversation.name { members["name"] = .string(name) }
        if let consult = conversation.consulted { members["consultParticipantId"] = .string(consult.id) }
        members["attributes"] = .object(conversation.attributes.mapValues(JSONValue.string))
        return .object(members)
    }

    private static func agent(_ leg: Conversation.Leg, _ conversation: Conversation, _ cloud: Cloud) -> JSONValue {
        let user = cloud.userID(leg.agent)
        var members: [String: JSONValue] = [
            "id": .string(leg.id), "purpose": .string(conversation.isInbound ? "agent" : "user"),
            "state": .string(state(leg.state, isDialled: !conversation.isInbound)),
            "direction": .string(conversation.isInbound ? "inbound" : "outbound"),
            // Who asks keeps the customer waiting by the consultation alone.
            "held": .bool(leg.isHeld && conversation.consulted == nil), "muted": .bool(leg.isMuted),
            "user": .object(["id": .string(user), "name": .string(leg.agent)]), "userId": .string(user),
            "name": .string(leg.agent), "wrapupRequired": .bool(false),
        ]
        if let queue = conversation.queue { members["queue"] = .object(["id": .string(queue)]) }
        if leg.state == .over { members["disconnectType"] = .string(leg.ending ?? "client") }
        return .object(members)
    }

    private static func external(_ consult: Conversation.Consult) -> JSONValue {
        .object([
            "id": .string(consult.id), "purpose": .string("external"), "direction": .string("outbound"),
            "state": .string(state(consult.state, isDialled: true)), "address": .string("tel:" + consult.number),
            "held": .bool(false), "muted": .bool(false),
        ])
    }

    private static func state(_ state: Conversation.State, isDialled: Bool) -> String {
        switch state {
        case .alerting: "alerting"
        case .dialing: isDialled ? "contacting" : "dialing"
        case .connected: "connected"
        case .over: "disconnected"
        }
    }

    static func presence(isReady: Bool) -> JSONValue {
        let id = isReady ? CloudPresence.onQueue : CloudPresence.away
        return .object([
            "source": .string("PURECLOUD"), "message": .string(""),
            "presenceDefinition": .object([
                "id": .string(id), "systemPresence": .string(isReady ? "ON_QUEUE" : "AWAY"),
            ]),
        ])
    }

    static func list(_ entities: [JSONValue]) -> JSONValue {
        .object([
            "entities": .array(entities), "pageSize": .integer(25), "pageNumber": .integer(1),
            "total": .integer(entities.count), "pageCount": .integer(1),
        ])
    }
}
