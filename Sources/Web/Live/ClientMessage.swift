import Desk
import Foundation

/// What a page may say on the live socket.
enum ClientMessage: Sendable, Equatable {
    case hello(Hello)
    case dial(ref: String, ticket: TicketID?)
    case ringing(call: String)
    case answer(call: String)
    case reject(call: String)
    case hangUp(call: String)
    case signal(call: String, to: LegID, data: JSONText)
    case presence(Presence)
    case watch(TicketID?, mark: String)
    case failed(call: String, CallEnd)
    case rejoin(call: String)
    /// The page still hears the others of the call.
    case sound(call: String)
    case mute(call: String, Bool)
    case ping
    case beat

    struct Hello: Sendable, Equatable {
        /// Of a customer's page; an agent is known by the cookie.
        let token: String?
        let tab: String
        /// Where the desk stood when the page was rendered.
        let mark: String
        /// The calls whose audio the page carries.
        let carrying: [String]
    }

    /// Not a message of ours; the answer says no more than that.
    struct Unreadable: Error {}

    init(_ text: String) throws(Unreadable) {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(text.utf8)),
            let message = envelope.message
        else { throw Unreadable() }
        self = message
    }

    /// All fields of all messages; each message asks for its own.
    private struct Envelope: Decodable {
        let type: String
        let token: String?
        let tab: String?
        let ref: String?
        let ticket: Int64?
        let call: String?
        let to: String?
        let data: JSONText?
        let presence: String?
        let reason: String?
        let mark: String?
        let carrying: [String]?
        let muted: Bool?

        var message: ClientMessage? {
            switch type {
            case "hello": Self.word(tab).map { hello(tab: $0) }
            case "dial": Self.word(ref).map { .dial(ref: $0, ticket: ticket.map(TicketID.init)) }
            case "ringing": Self.word(call).map { .ringing(call: $0) }
            case "answer": Self.word(call).map { .answer(call: $0) }
            case "reject": Self.word(call).map { .reject(call: $0) }
            case "hangUp": Self.word(call).map { .hangUp(call: $0) }
            case "signal": signal
            case "presence": chosenPresence
            case "watch": .watch(ticket.map(TicketID.init), mark: mark ?? "")
            case "failed": failure
            case "rejoin": Self.word(call).map { .rejoin(call: $0) }
            case "sound": Self.word(call).map { .sound(call: $0) }
            case "mute": muting
            case "beat": .beat
            case "ping": .ping
            default: nil
            }
        }

        private func hello(tab: String) -> ClientMessage {
            .hello(Hello(token: token, tab: tab, mark: mark ?? "", carrying: carrying ?? []))
        }

        private var muting: ClientMessage? {
            guard let call = Self.word(call), let muted else { return nil }
            return .mute(call: call, muted)
        }

        private var signal: ClientMessage? {
            guard let call = Self.word(call), let to = to.flatMap(LegID.init(text:)), case .object? = data, let data
            else { return nil }
            return .signal(call: call, to: to, data: data)
        }

        private var chosenPresence: ClientMessage? {
            guard let presence = presence.flatMap(Presence.init(rawValue:)), presence != .offline else { return nil }
            return .presence(presence)
        }

        private var failure: ClientMessage? {
            guard let call = Self.word(call) else { return nil }
            return .failed(call: call, reason == "microphone" ? .microphone : .failed)
        }

        /// Names that pages make up: 1 to 64 of the characters of base64url.
        private static func word(_ text: String?) -> String? {
            guard let text, (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isNameByte) else { return nil }
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
}
