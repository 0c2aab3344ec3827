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
        case type, presence, call, ref, code, words, from, to, muted, ice, icePolicy
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
        case .mute(let call, let muted):
            try container.encode("mute", forKey: .type)
            try container.encode(call, forKey: .call)
            try container.encode(muted, forKey: .muted)
        }
    }
}

/// A call as one page shows it: a state, not an event. What there is none of is `null`, so that pages need not tell
/// absent from empty.
struct CallMessage: Encodable, Equatable {
    let id: String
    let version: Int64
    let state: String
    let side: String
    let leg: String
    let legId: String
    let mine: Bool
    let with: String
    @OrNull var about: String?
    @OrNull var ticket: String?
    @OrNull var liveAt: Int64?
    let now: Int64
    @OrNull var reason: String?
    @OrNull var words: String?
    let otherAway: Bool
    /// Until when the person may come back, while their own leg is away.
    @OrNull var rejoinBy: Int64?
    let muted: Bool
    /// The dial that made the call, for the tab that dialled.
    @OrNull var ref: String?
    let peers: [Peer]

    struct Peer: Encodable, Equatable {
        let leg: String
        /// True when the page that reads this makes the offer.
        let offer: Bool
    }
}

/// An optional that is written as `null` where there is nothing, instead of being left out.
@propertyWrapper
struct OrNull<Value: Encodable & Equatable & Sendable>: Encodable, Equatable, Sendable {
    let wrappedValue: Value?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}
