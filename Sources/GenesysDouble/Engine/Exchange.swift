import Desk
import Foundation

/// What a contact centre does, for as many agents and calls as there are: a value whose changes say what is told to whom.
struct Exchange: Sendable {
    enum Effect: Sendable {
        /// An event of the contract, for one agent's sockets.
        case tell(agent: String, [String: JSONValue])
        /// A conversation is another: for Genesys Cloud's channels.
        case changed(conversation: String)
        case presence(agent: String)
        /// The telephone that was dialled does what its number says.
        case alarm(connection: String, isAnswered: Bool)
    }

    /// Agents who have registered, and whether they take calls.
    var agents: [String: Bool] = [:]
    var conversations: [String: Conversation] = [:]
    var order: [String] = []
    var mischief = Mischief()
    private(set) var effects: [Effect] = []
    private var count: UInt64 = 0
    private var dice: UInt64

    init(seed: UInt64) { dice = seed }

    mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    mutating func add(_ effect: Effect) { effects.append(effect) }

    // MARK: Names

    /// As a UUID is written; the same seed makes the same ones.
    mutating func newID() -> String {
        let (high, low) = (roll(), roll())
        let hex = Self.hex(high, 16) + Self.hex(low, 16)
        let bytes = Array(hex.utf8)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: bytes[$0], as: UTF8.self) }
            .joined(separator: "-")
    }

    mutating func newConnection() -> String { Self.hex(roll(), 16) }

    private mutating func roll() -> UInt64 {
        dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return dice ^ (dice >> 29)
    }

    private static func hex(_ number: UInt64, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    // MARK: Finding

    func place(of connection: String) -> (conversation: String, leg: Int)? {
        for (id, conversation) in conversations {
            if let leg = conversation.legs.firstIndex(where: { $0.connection == connection && $0.state != .over }) {
                return (id, leg)
            }
        }
        return nil
    }

    /// The leg that an agent has now.
    func current(of agent: String) -> (conversation: String, leg: Int)? {
        for id in order.reversed() {
            if let leg = conversations[id]?.legs.lastIndex(where: { $0.agent == agent && $0.state != .over }) {
                return (id, leg)
            }
        }
        return nil
    }

    func consult(_ connection: String) -> String? {
        conversations.first { $0.value.consulted?.connection == connection }?.key
    }

    mutating func keep(_ conversation: Conversation) {
        if conversations[conversation.id] == nil { order.append(conversation.id) }
        conversations[conversation.id] = conversation
        add(.changed(conversation: conversation.id))
    }
}

/// What is to go wrong, and how often still.
struct Mischief: Sendable {
    /// Rings without a number.
    var hidesNumber = false
    /// The next command is taken on, and refused by an event.
    var failsNext = 0
    /// Each event comes twice.
    var duplicates = false
    /// Events of one act come in the wrong order.
    var shuffles = false
    /// Events come before the command is answered.
    var eventsFirst = false
    /// Every socket also gets what happens to others.
    var tellsOthers = false
    /// So many requests are answered with 429.
    var busy = 0
    var retryAfter = 1
    /// Commands are not answered at all.
    var isSilent = false

    mutating func set(_ json: JSONValue) {
        hidesNumber = json["hidesNumber"]?.bool ?? hidesNumber
        failsNext = json["failsNext"]?.integer ?? failsNext
        duplicates = json["duplicates"]?.bool ?? duplicates
        shuffles = json["shuffles"]?.bool ?? shuffles
        eventsFirst = json["eventsFirst"]?.bool ?? eventsFirst
        tellsOthers = json["tellsOthers"]?.bool ?? tellsOthers
        busy = json["busy"]?.integer ?? busy
        retryAfter = json["retryAfter"]?.integer ?? retryAfter
        isSilent = json["isSilent"]?.bool ?? isSilent
    }
}
