import Desk

/// What a page may say on the live socket.
enum ClientMessage: Sendable, Equatable {
    case hello(Hello)
    case dial(ref: String, ticket: TicketID?, by: Way)
    /// An agent calls a number that stands somewhere else; the ticket that has it is meant.
    case dialNumber(ref: String, number: String)
    case ringing(call: String)
    case answer(call: String)
    case reject(call: String)
    case hangUp(call: String)
    case signal(call: String, to: LegID, data: JSONValue)
    case presence(Presence)
    case watch(TicketID?, mark: String)
    case failed(call: String, CallEnd)
    case rejoin(call: String)
    /// The page still hears the others of the call.
    case sound(call: String)
    case mute(call: String, Bool)
    /// An act of the agent who talks with the customer.
    case transfer(call: String, Transfer)
    case consult(call: String, AgentID)
    /// Asks whom one can consult.
    case targets(call: String)
    /// The wrap-up's note as far as it is typed.
    case note(call: String, text: String)
    /// What the window that has the sound is to do.
    case callWindow(CallWindowCommand)
    /// How a call that a vendor keeps stands for the agent.
    case lineCall(LineReport)
    case ping
    case beat

    /// How a customer is to be reached.
    enum Way: String, Sendable {
        case page, phone
    }

    enum Transfer: String, Sendable {
        case hold, resume, handOver, bringIn, cancelConsult
    }

    struct Hello: Sendable, Equatable {
        /// Of a customer's page; an agent is known by the cookie.
        let token: String?
        let tab: String
        /// Where the desk stood when the page was rendered.
        let mark: String
        /// The calls whose audio the page carries.
        let carrying: [String]
        /// The calls that go on as far as the page knows.
        var known: [String] = []
        var role = PageRole.page
    }

    /// Not a message of ours; the answer says no more than that.
    struct Unreadable: Error {}

    init(_ text: String) throws(Unreadable) {
        guard let members = JSONValue(Array(text.utf8), maxDepth: Self.deepest)?.object,
            let message = ClientMessage(Fields(members))
        else { throw Unreadable() }
        self = message
    }

    /// Signalling is flat; deeper nesting is somebody trying the parser.
    private static let deepest = 6

    private init?(_ fields: Fields) {
        switch fields.text("type") {
        case "hello": self.init(hello: fields)
        case "dial": self.init(dial: fields)
        case "ringing": self.init(fields) { .ringing(call: $0) }
        case "answer": self.init(fields) { .answer(call: $0) }
        case "reject": self.init(fields) { .reject(call: $0) }
        case "hangUp": self.init(fields) { .hangUp(call: $0) }
        case "rejoin": self.init(fields) { .rejoin(call: $0) }
        case "sound": self.init(fields) { .sound(call: $0) }
        case "window": self.init(window: fields)
        case "failed":
            let reason: CallEnd = fields.text("reason") == "microphone" ? .microphone : .failed
            self.init(fields) { .failed(call: $0, reason) }
        case "hold", "resume", "handOver", "bringIn", "cancelConsult": self.init(transfer: fields)
        case "consult": self.init(consult: fields)
        case "targets": self.init(fields) { .targets(call: $0) }
        case "note": self.init(note: fields)
        case "lineCall": self.init(lineCall: fields)
        case "signal": self.init(signal: fields)
        case "mute": self.init(mute: fields)
        case "presence": self.init(presence: fields)
        case "watch": self.init(watch: fields)
        case "ping": self = .ping
        case "beat": self = .beat
        default: return nil
        }
    }

    /// A message about one call.
    private init?(_ fields: Fields, _ make: (String) -> ClientMessage) {
        guard let call = fields.call else { return nil }
        self = make(call)
    }

    private init?(hello fields: Fields) {
        guard let tab = fields.word("tab"), fields.isText("token"), fields.isText("mark") else { return nil }
        let carrying = fields.calls("carrying")
        let known = fields.calls("known")
        self = .hello(
            Hello(
                token: fields.text("token"), tab: tab, mark: fields.text("mark") ?? "", carrying: carrying,
                known: known, role: fields.text("role").flatMap(PageRole.init) ?? .page))
    }

    private init?(window fields: Fields) {
        let texts = CallWindowCommand.members.map { ($0, fields.text($0)) }
        let said = Dictionary(texts.compactMap { name, text in text.map { (name, $0) } }) { first, _ in first }
        guard let name = fields.text("command"), fields.isInteger("ticket"),
            let command = CallWindowCommand(name, texts: said, ticket: fields.ticket)
        else { return nil }
        self = .callWindow(command)
    }

    private init?(dial fields: Fields) {
        guard let ref = fields.word("ref"), fields.isInteger("ticket") else { return nil }
        guard let way = Way(rawValue: fields.text("by") ?? Way.page.rawValue) else { return nil }
        if fields.ticket == nil, let number = fields.text("number"), number.utf8.count <= Self.longestNumber {
            self = .dialNumber(ref: ref, number: number)
            return
        }
        self = .dial(ref: ref, ticket: fields.ticket, by: way)
    }

    private init?(signal fields: Fields) {
        guard let call = fields.call, let to = fields.text("to").flatMap(LegID.init(text:)),
            let data = fields["data"], data.object != nil
        else { return nil }
        self = .signal(call: call, to: to, data: data)
    }

    private init?(mute fields: Fields) {
        guard let call = fields.call, let muted = fields["muted"]?.bool else { return nil }
        self = .mute(call: call, muted)
    }

    private init?(transfer fields: Fields) {
        guard let call = fields.call, let act = fields.text("type").flatMap(Transfer.init(rawValue:)) else {
            return nil
        }
        self = .transfer(call: call, act)
    }

    private init?(consult fields: Fields) {
        guard let call = fields.call, let agent = fields["agent"]?.integer else { return nil }
        self = .consult(call: call, AgentID(Int64(agent)))
    }

    private init?(note fields: Fields) {
        guard let call = fields.call, let text = fields.text("text"), text.utf8.count <= Self.longestNote else {
            return nil
        }
        self = .note(call: call, text: text)
    }

    private static let longestNumber = 64

    /// In bytes: four for each of 10,000 characters.
    private static let longestNote = 40_000

    private init?(lineCall fields: Fields) {
        let texts = ["number", "name", "reason", "by"]
        guard texts.allSatisfy(fields.isText), fields.isInteger("ticket"),
            let report = LineReport(
                line: fields.text("line"), call: fields.text("call"), state: fields.text("state"),
                direction: fields.text("direction"), number: fields.text("number"), name: fields.text("name"),
                ticket: fields.ticket, reason: fields.text("reason"), endedBy: fields.text("by"))
        else { return nil }
        self = .lineCall(report)
    }

    private init?(presence fields: Fields) {
        guard let presence = fields.text("presence").flatMap(Presence.init(rawValue:)), presence != .offline else {
            return nil
        }
        self = .presence(presence)
    }

    private init?(watch fields: Fields) {
        guard fields.isInteger("ticket") else { return nil }
        self = .watch(fields.ticket, mark: fields.text("mark") ?? "")
    }
}

/// The members of a message; `null` counts as absent.
private struct Fields {
    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue]) { self.members = members.filter { $0.value != .null } }

    subscript(_ name: String) -> JSONValue? { members[name] }

    func text(_ name: String) -> String? { members[name]?.string }

    func isText(_ name: String) -> Bool { members[name] == nil || text(name) != nil }

    func isInteger(_ name: String) -> Bool { members[name] == nil || members[name]?.integer != nil }

    var ticket: TicketID? { members["ticket"]?.integer.map { TicketID(Int64($0)) } }

    /// The key of the call that the page names.
    var call: String? { word("call").map(CallName.key(of:)) }

    func calls(_ name: String) -> [String] {
        self[name]?.array?.compactMap(\.string).map(CallName.key(of:)) ?? []
    }

    /// Names that pages make up: 1 to 64 of the characters of base64url.
    func word(_ name: String) -> String? {
        guard let text = text(name), (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isNameByte) else {
            return nil
        }
        return text
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
