import Desk

/// One voice conversation as Genesys Cloud tells it: the same members in a notification and in the API's answers.
struct CloudConversation: Sendable {
    struct Participant: Sendable {
        let id: String
        let purpose: String
        let state: String
        let userID: String?
        let isHeld: Bool
        let isMuted: Bool
        let direction: String?
        let address: String?
        let name: String?
        let dnis: String?
        let queue: String?
        let disconnectType: String?
        /// Whom this participant is being handed over to.
        let consults: String?
        let needsWrapUp: Bool

        var isOver: Bool { state == "disconnected" || state == "terminated" }

        init?(_ json: JSONValue) {
            let fields = GenesysFields(json)
            guard let id = fields.knownID("id"), let purpose = fields.text("purpose") else { return nil }
            self.id = id
            self.purpose = purpose.lowercased()
            state = (fields.text("state") ?? "").lowercased()
            userID = json["user"]?["id"]?.string ?? json["userId"]?.string
            isHeld = json["held"]?.bool ?? false
            isMuted = json["muted"]?.bool ?? false
            direction = fields.text("direction")?.lowercased()
            // An agent who called somebody sees whom in the other's address.
            address = fields.text("address") ?? fields.text("ani")
            name = fields.text("name")
            dnis = fields.text("dnis")
            queue = json["queue"]?["name"]?.string ?? json["queue"]?["id"]?.string
            disconnectType = fields.text("disconnectType")
            consults = fields.knownID("consultParticipantId")
            needsWrapUp = json["wrapupRequired"]?.bool ?? false
        }
    }

    let id: String
    let participants: [Participant]

    init?(_ json: JSONValue) {
        guard let id = GenesysFields(json).knownID("id"), let list = json["participants"]?.array else { return nil }
        self.id = id
        var seen: Set<String> = []
        // Of two with one id the later one is newer.
        participants = list.compactMap(Participant.init).reversed().filter { seen.insert($0.id).inserted }.reversed()
    }

    /// A conversation keeps the places an agent had before: the last one counts.
    func own(_ user: String) -> Participant? { participants.last { $0.userID == user } }

    /// The other side.
    var customer: Participant? {
        participants.last { $0.purpose == "customer" } ?? participants.last { $0.purpose == "external" }
    }

    /// Whom the customer is being handed over to.
    var consulted: Participant? {
        let ids = Set(participants.compactMap(\.consults))
        return participants.last { ids.contains($0.id) }
    }
}

/// How the desk names a participant's part of a conversation.
struct CloudConnection: Sendable {
    let conversation: String
    let participant: String

    init(_ conversation: String, _ participant: String) {
        self.conversation = conversation
        self.participant = participant
    }

    init?(_ id: String?) {
        let parts = (id ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isOfID) }) else { return nil }
        self.init(String(parts[0]), String(parts[1]))
    }

    var id: String { conversation + ":" + participant }

    /// Ids become parts of addresses.
    private static func isOfID(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
