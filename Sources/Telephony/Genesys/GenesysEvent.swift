package import Desk

/// What happened at Genesys, as the CTI guide's contract tells it on the socket.
package struct GenesysEvent: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case registered = "EventRegistered"
        case unregistered = "EventUnregistered"
        case agentReady = "EventAgentReady"
        case agentNotReady = "EventAgentNotReady"
        case agentLogout = "EventAgentLogout"
        case ringing = "EventRinging"
        case dialing = "EventDialing"
        case established = "EventEstablished"
        case held = "EventHeld"
        case retrieved = "EventRetrieved"
        case released = "EventReleased"
        case abandoned = "EventAbandoned"
        case diverted = "EventDiverted"
        case destinationBusy = "EventDestinationBusy"
        case partyChanged = "EventPartyChanged"
        case dataChanged = "EventAttachedDataChanged"
        case muteOn = "EventMuteOn"
        case muteOff = "EventMuteOff"
        case error = "EventError"

        /// Names are compared without regard to case, as types of requests are.
        init?(typed: String) {
            guard let name = Self.byName[typed.lowercased()] else { return nil }
            self = name
        }

        private static let byName = Dictionary(
            allCases.map { ($0.rawValue.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })

        /// Whether it speaks of one call.
        var isOfCall: Bool {
            switch self {
            case .registered, .unregistered, .agentReady, .agentNotReady, .agentLogout, .error: false
            default: true
            }
        }
    }

    package enum Direction: String, Sendable {
        case inbound, outbound
    }

    package let name: Name
    /// The vendor's id of the connection; changes when a call is handed over.
    package var connectionID: String?
    /// The conversation's, for as long as it is one to this agent.
    package var eventID: String?
    package var previousConnectionID: String?
    package var parentConnectionID: String?
    package var callUUID: String?
    package var callType: String?
    package var direction: Direction?
    package var ani: String?
    package var dnis: String?
    package var thisDN: String?
    package var otherDN: String?
    package var queueName: String?
    package var userData: [String: String] = [:]
    /// What can be done with the call now, where the upstream says so.
    package var capabilities: [String]?
    package var requestID: String?
    package var reason: String?
    package var errorCode: String?
    package var errorMessage: String?

    package init(_ name: Name, connectionID: String? = nil) {
        self.name = name
        self.connectionID = connectionID
    }
}

extension GenesysEvent {
    /// Nil for what is no event, or none that is known: newer ones may come.
    package init?(_ json: JSONValue) {
        let fields = GenesysFields(json)
        guard let typed = fields.text("eventName") ?? fields.text("eventType"), let name = Name(typed: typed) else {
            return nil
        }
        self.init(name, connectionID: fields.knownID("connectionId"))
        if name.isOfCall, connectionID == nil { return nil }
        eventID = fields.knownID("eventId")
        previousConnectionID = fields.knownID("previousConnectionId")
        parentConnectionID = fields.knownID("parentConnectionId")
        (callUUID, callType) = (fields.text("callUuid"), fields.text("callType"))
        direction = fields.text("direction").flatMap { Direction(rawValue: $0.lowercased()) }
        (ani, dnis) = (fields.text("ANI") ?? fields.text("ani"), fields.text("DNIS") ?? fields.text("dnis"))
        (thisDN, otherDN) = (fields.text("thisDN"), fields.text("otherDN"))
        queueName = fields.text("queueName")
        userData = fields.knownData("userData")
        capabilities = fields.texts("capabilities")
        requestID = fields.knownID("requestId")
        reason = fields.text("reason")
        (errorCode, errorMessage) = (fields.text("errorCode"), fields.text("errorMessage"))
    }

    /// - Parameters:
    ///   - seq: one more with each event to this agent.
    ///   - time: milliseconds since 1970.
    package func json(seq: Int, time: Int64) -> JSONValue {
        var members: [String: JSONValue] = [
            "eventName": .string(name.rawValue), "eventType": .string(name.rawValue), "seq": .integer(seq),
            "time": .integer(Int(time)),
        ]
        let texts = [
            "connectionId": connectionID, "eventId": eventID, "previousConnectionId": previousConnectionID,
            "parentConnectionId": parentConnectionID, "callUuid": callUUID, "callType": callType,
            "direction": direction?.rawValue, "ANI": ani, "DNIS": dnis, "thisDN": thisDN, "otherDN": otherDN,
            "queueName": queueName, "requestId": requestID, "reason": reason, "errorCode": errorCode,
            "errorMessage": errorMessage,
        ]
        for case (let name, let text?) in texts { members[name] = .string(text) }
        if !userData.isEmpty { members["userData"] = .object(userData.mapValues(JSONValue.string)) }
        if let capabilities { members["capabilities"] = .array(capabilities.map(JSONValue.string)) }
        return .object(members)
    }
}
