import Desk

/// Events on their way to other servers: JSON, cut into pieces that a notification can hold.
///
/// A piece is `server changes sequence part parts text`, where `changes` counts what this server has told of pages. The
/// pieces of a message are sent in one transaction, so that they arrive one behind the other. A notification holds 8,000
/// bytes (PostgreSQL documentation, NOTIFY).
enum BusMessage {
    static let longestPiece = 7_500

    static func pieces(_ events: [BusEvent], from server: String, changes: Int64 = 0, sequence: Int) -> [String] {
        let text = Array("[\(events.map(\.json).joined(separator: ","))]".utf8)
        let starts = Array(stride(from: 0, to: text.count, by: longestPiece / 2))
        return starts.enumerated().map { number, start in
            // As hexadecimal where a piece could end within a character.
            let bytes = text[start..<min(start + longestPiece / 2, text.count)]
            let words = starts.count == 1 ? "=" + String(decoding: bytes, as: UTF8.self) : bytes.hexadecimal
            return "\(server) \(changes) \(sequence) \(number) \(starts.count) \(words)"
        }
    }
}

/// Puts the pieces of one server's messages together again.
struct BusAssembler {
    struct Message: Equatable {
        let server: String
        let changes: Int64
        let sequence: Int
        let events: [BusEvent]
    }

    private var pieces: [String: [UInt8]] = [:]
    /// A batch of ten thousand events takes fewer.
    private static let mostParts = 10_000

    /// The message that this piece completes; nil while more are to come, and for what no desk sent.
    mutating func take(_ payload: String) -> Message? {
        let fields = payload.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, let changes = Int64(fields[1]), let sequence = Int(fields[2]),
            let part = Int(fields[3]),
            let parts = Int(fields[4]), (1...Self.mostParts).contains(parts), (0..<parts).contains(part)
        else { return nil }
        let server = String(fields[0])
        let words = fields[5]
        let bytes = words.first == "=" ? Array(words.dropFirst().utf8) : [UInt8](hexadecimal: words.utf8)
        let before = part == 0 ? [] : pieces[server] ?? []
        guard part == parts - 1 else {
            pieces[server] = before + bytes
            return nil
        }
        pieces[server] = nil
        guard let list = JSONValue(before + bytes)?.array else { return nil }
        return Message(
            server: server, changes: changes, sequence: sequence, events: list.compactMap(BusEvent.init(json:)))
    }
}

extension BusEvent {
    fileprivate var json: String {
        switch self {
        case .call(let id): Self.object("call", ["id": .id(id)])
        case .ticketFiled(let id): Self.object("filed", ["id": .id(id)])
        case .ticketChanged(let id): Self.object("ticket", ["id": .id(id)])
        case .presence(let id): Self.object("presence", ["id": .id(id)])
        case .availability: Self.object("availability", [:])
        case .sessionEnded(let hash): Self.object("session", ["hash": .string(hash[...].hexadecimal)])
        case .accessEnded(let id): Self.object("access", ["id": .id(id)])
        case .signal(let signal):
            Self.object(
                "signal",
                [
                    "id": .id(signal.call), "key": .string(signal.callKey), "from": .id(signal.from),
                    "to": .id(signal.to), "data": .string(signal.data),
                ])
        case .muted(let person, let key, let isMuted):
            Self.object("muted", ["key": .string(key), "muted": .bool(isMuted)].merging(person.members) { $1 })
        case .callWindow(let agent, let news):
            Self.object("window", ["id": .id(agent)].merging(news.members) { $1 })
        case .missed: Self.object("missed", [:])
        }
    }

    private static func object(_ type: String, _ members: [String: JSONValue]) -> String {
        JSONValue.object(members.merging(["type": .string(type)]) { $1 }).text
    }

    fileprivate init?(json: JSONValue) {
        switch json["type"]?.string {
        case "call": self.init(json) { .call($0) }
        case "filed": self.init(json) { .ticketFiled($0) }
        case "ticket": self.init(json) { .ticketChanged($0) }
        case "presence": self.init(json) { .presence($0) }
        case "access": self.init(json) { .accessEnded($0) }
        case "availability": self = .availability
        case "missed": self = .missed
        case "session":
            guard let hash = json["hash"]?.string else { return nil }
            self = .sessionEnded([UInt8](hexadecimal: hash.utf8))
        case "signal":
            guard let signal = CallSignal(json) else { return nil }
            self = .signal(signal)
        case "muted":
            guard let person = Person(json), let key = json["key"]?.string, let isMuted = json["muted"]?.bool else {
                return nil
            }
            self = .muted(person, callKey: key, isMuted)
        case "window":
            guard let agent: AgentID = json["id"]?.id(), let news = CallWindowNews(json) else { return nil }
            self = .callWindow(agent, news)
        default: return nil
        }
    }

    private init?<ID: Identifier>(_ json: JSONValue, _ make: (ID) -> BusEvent) {
        guard let id: ID = json["id"]?.id() else { return nil }
        self = make(id)
    }
}

extension CallSignal {
    fileprivate init?(_ json: JSONValue) {
        guard let call: CallID = json["id"]?.id(), let key = json["key"]?.string, let from: LegID = json["from"]?.id(),
            let to: LegID = json["to"]?.id(), let data = json["data"]?.string
        else { return nil }
        self.init(call: call, callKey: key, from: from, to: to, data: data)
    }
}

extension CallWindowNews {
    fileprivate var members: [String: JSONValue] {
        switch self {
        case .opened: ["news": .string("opened")]
        case .closed: ["news": .string("closed")]
        case .asked: ["news": .string("asked")]
        case .command(let text): ["news": .string("command"), "text": .string(text)]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        switch json["news"]?.string {
        case "opened": self = .opened
        case "closed": self = .closed
        case "asked": self = .asked
        case "command":
            guard let text = json["text"]?.string else { return nil }
            self = .command(text)
        default: return nil
        }
    }
}

extension Person {
    fileprivate var members: [String: JSONValue] {
        switch self {
        case .agent(let id): ["agent": .id(id)]
        case .ticket(let id): ["ticket": .id(id)]
        case .visitor(let identity): ["visitor": .string(identity)]
        }
    }

    fileprivate init?(_ json: JSONValue) {
        if let id: AgentID = json["agent"]?.id() {
            self = .agent(id)
        } else if let id: TicketID = json["ticket"]?.id() {
            self = .ticket(id)
        } else if let identity = json["visitor"]?.string {
            self = .visitor(identity)
        } else {
            return nil
        }
    }
}

extension JSONValue {
    fileprivate static func id(_ id: some Identifier) -> JSONValue { .integer(Int(id.number)) }

    fileprivate func id<ID: Identifier>() -> ID? { integer.map { ID(Int64($0)) } }
}

extension Collection<UInt8> {
    fileprivate var hexadecimal: String {
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        let digits = Array("0123456789abcdef".utf8)
        for byte in self { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Pairs of hexadecimal digits; what is none is left out.
    fileprivate init(hexadecimal digits: some Collection<UInt8>) {
        let values = digits.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        self = stride(from: 0, to: values.count - values.count % 2, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
