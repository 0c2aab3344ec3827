package import Desk

/// One command of the CTI guide's contract: the body of `POST /genesys/events`.
package struct GenesysRequest: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case initialize, available, unavailable, accept, reject, hangup, makeCall, hold, retrieve, mute, unmute
        case initiateTransfer, completeTransfer, cancelTransfer, sendDtmf, attachData, wrapUp, terminate
    }

    /// The field that keeps a request from being understood, and why.
    package struct Problem: Error, Sendable, Equatable {
        package let field: String
        package let words: String
    }

    package let kind: Kind
    /// Chosen by whoever asks: the same one again is the same request.
    package var requestID: String?
    package var connectionID: String?
    package var heldConnectionID: String?
    package var toNumber: String?
    package var eventID: String?
    package var digits: String?
    package var userData: [String: String] = [:]
    package var reasonCode: String?
    package var workMode: String?
    package var notes: String?

    package init(_ kind: Kind, connectionID: String? = nil) {
        self.kind = kind
        self.connectionID = connectionID
    }
}

extension GenesysRequest {
    package static let largestBody = 16_384

    /// Reads a body; names the first field that cannot be taken.
    package init(_ json: JSONValue) throws(Problem) {
        let fields = GenesysFields(json)
        guard let typed = fields.text("type"), let kind = Self.kind(typed) else {
            throw Problem(field: "type", words: "There is no such type of request.")
        }
        self.init(kind)
        requestID = try fields.id("requestId")
        connectionID = try fields.id("connectionId")
        heldConnectionID = try fields.id("heldConnectionId")
        eventID = try fields.id("eventId")
        // Those who are asked have names, too; what is called is a number.
        toNumber = kind == .initiateTransfer ? try fields.id("toNumber") : try fields.number("toNumber")
        digits = try fields.digits("digits")
        userData = try fields.userData("userData")
        reasonCode = fields.text("reasonCode")
        workMode = fields.text("workMode")
        notes = fields.text("notes", limit: 2_000)
        try checkNeeds()
    }

    private func checkNeeds() throws(Problem) {
        for field in Self.needs[kind] ?? [] where value(of: field) == nil {
            throw Problem(field: field, words: "The field \(field) is missing.")
        }
    }

    private func value(of field: String) -> String? {
        switch field {
        case "connectionId": connectionID
        case "toNumber": toNumber
        case "digits": digits
        default: nil
        }
    }

    private static let needs: [Kind: [String]] = [
        .accept: ["connectionId"], .reject: ["connectionId"], .hangup: ["connectionId"], .makeCall: ["toNumber"],
        .hold: ["connectionId"], .retrieve: ["connectionId"], .mute: ["connectionId"], .unmute: ["connectionId"],
        .initiateTransfer: ["connectionId", "toNumber"], .completeTransfer: ["connectionId"],
        .cancelTransfer: ["connectionId"], .sendDtmf: ["connectionId", "digits"], .attachData: ["connectionId"],
        .wrapUp: ["connectionId"],
    ]

    /// Clients write types with large and small letters, and call some of them by other names.
    static func kind(_ typed: String) -> Kind? { byName[typed.lowercased()] }

    private static let byName: [String: Kind] = {
        var names: [String: Kind] = [
            "register": .initialize, "ready": .available, "notready": .unavailable, "answer": .accept,
            "release": .hangup, "disconnect": .hangup, "outbound": .makeCall, "resume": .retrieve,
            "unregister": .terminate,
        ]
        for kind in Kind.allCases { names[kind.rawValue.lowercased()] = kind }
        return names
    }()
}

extension GenesysRequest {
    /// As a microservice of the contract gets it.
    package func json(agent: GenesysAgent) -> JSONValue {
        var members: [String: JSONValue] = ["type": .string(kind.rawValue), "agentId": .string(agent.name)]
        let texts = [
            "requestId": requestID, "connectionId": connectionID, "heldConnectionId": heldConnectionID,
            "toNumber": toNumber, "eventId": eventID, "digits": digits, "reasonCode": reasonCode,
            "workMode": workMode, "notes": notes,
        ]
        for case (let name, let text?) in texts { members[name] = .string(text) }
        if !userData.isEmpty { members["userData"] = .object(userData.mapValues(JSONValue.string)) }
        return .object(members)
    }
}
