import Desk
import Telephony

/// One browser page with a socket: a Voice SDK, or somebody at a simulated telephone.
struct Page: Sendable {
    let id: String
    var isOpen = true
    /// Who the token says it is.
    var grants: AccessToken.Grants?
    var expires = 0
    var isRegistered = false
    /// The telephone it is.
    var number: String?
}

/// What one page's leg is to another's.
struct Peer: Sendable, Equatable {
    let leg: String
    /// Tells this meeting of the two from an earlier one.
    let link: Int
    /// One of the two makes the offers.
    let offers: Bool
    let sends: Bool
    let hears: Bool

    var json: JSONValue {
        .object([
            "leg": .string(leg), "link": .integer(link), "offers": .bool(offers), "sends": .bool(sends),
            "hears": .bool(hears),
        ])
    }
}

/// Two legs in the order of their ids.
struct Pair: Hashable, Sendable {
    let first: String
    let second: String

    init(_ one: String, _ other: String) {
        first = min(one, other)
        second = max(one, other)
    }
}
