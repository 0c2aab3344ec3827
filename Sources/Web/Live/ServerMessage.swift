import Desk
import Foundation
import WebSocketUpgrade

/// What the server tells a page on the live socket, as JSON with a `type`.
enum ServerMessage: Encodable {
    case ready(Ready)
    /// Fresh servers and credentials, before a call that needs them.
    case ice([IceServer], IcePolicy)
    case fragment(Fragment)
    case presence(Presence)
    case call(CallMessage)
    case signal(SignalMessage)
    case refused(ref: String, code: String, words: String)
    case error(code: String, words: String)
    case pong
    /// Asks the page to show that it runs; a frozen one does not answer.
    case beat
    /// To a page that answers again: from when to when it was passed over.
    case woken(from: Int64, to: Int64)
    case mute(call: String, muted: Bool)
    case targets([ConsultTarget])
    /// So many characters of a note are kept.
    case noted(call: String, length: Int)
    case wrapUp(WrapUpMessage?)
    /// How a call that a vendor keeps is written down.
    case lineCall(LineCallView)
    /// Whether telephones can be reached now.
    case phone(possible: Bool, words: String?)
    /// Whether the window that has the sound is open.
    case callWindow(isOpen: Bool)
    /// The page may have missed something and should be rendered anew.
    case stale

    struct Ready: Encodable {
        let ice: [IceServer]
        let icePolicy: IcePolicy
        @OrNull var presence: String?
        let connection: String
        let now: Int64
        /// True when the page may have missed something since it was rendered.
        let stale: Bool
    }

    /// Server-rendered HTML for the element with that id; into the list when there is none.
    struct Fragment: Encodable {
        let id: String
        let html: String
        var list: String?
    }

    struct SignalMessage: Encodable {
        let call: String
        let from: String
        let data: JSONValue
    }

    /// The message ready for the wire; one payload can go to many sockets.
    var payload: WebSocketPayload? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let data = try? encoder.encode(self) else { return nil }
        return WebSocketPayload(String(decoding: data, as: UTF8.self))
    }

    private enum Key: String, CodingKey {
        case type, presence, call, ref, code, words, from, to, muted, ice, icePolicy, targets, length, wrapUp, possible,
            open
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .ready(let ready):
            try container.encode("ready", forKey: .type)
            try ready.encode(to: encoder)
        case .ice(let servers, let policy):
            try container.encode("ice", forKey: .type)
            try container.encode(servers, forKey: .ice)
            try container.encode(policy, forKey: .icePolicy)
        case .fragment(let fragment):
            try container.encode("fragment", forKey: .type)
            try fragment.encode(to: encoder)
        case .presence(let presence):
            try container.encode("presence", forKey: .type)
            try container.encode(presence.rawValue, forKey: .presence)
        case .call(let call):
            try container.encode("call", forKey: .type)
            try container.encode(call, forKey: .call)
        case .signal(let signal):
            try container.encode("signal", forKey: .type)
            try signal.encode(to: encoder)
        case .refused(let ref, let code, let words):
            try container.encode("refused", forKey: .type)
            try container.encode(ref, forKey: .ref)
            try container.encode(code, forKey: .code)
            try container.encode(words, forKey: .words)
        case .error(let code, let words):
            try container.encode("error", forKey: .type)
            try container.encode(code, forKey: .code)
            try container.encode(words, forKey: .words)
        case .pong:
            try container.encode("pong", forKey: .type)
        case .stale:
            try container.encode("stale", forKey: .type)
        case .beat:
            try container.encode("beat", forKey: .type)
        case .woken(let from, let to):
            try container.encode("woken", forKey: .type)
            try container.encode(from, forKey: .from)
            try container.encode(to, forKey: .to)
        case .targets(let targets):
            try container.encode("targets", forKey: .type)
            try container.encode(targets, forKey: .targets)
        case .noted(let call, let length):
            try container.encode("noted", forKey: .type)
            try container.encode(call, forKey: .call)
            try container.encode(length, forKey: .length)
        case .wrapUp(let wrapUp):
            try container.encode("wrapUp", forKey: .type)
            try container.encode(wrapUp, forKey: .wrapUp)
        case .lineCall(let call):
            try container.encode("lineCall", forKey: .type)
            try call.encode(to: encoder)
        case .phone(let possible, let words):
            try container.encode("phone", forKey: .type)
            try container.encode(possible, forKey: .possible)
            try container.encode(words, forKey: .words)
        case .callWindow(let isOpen):
            try container.encode("window", forKey: .type)
            try container.encode(isOpen, forKey: .open)
        case .mute(let call, let muted):
            try container.encode("mute", forKey: .type)
            try container.encode(call, forKey: .call)
            try container.encode(muted, forKey: .muted)
        }
    }
}
