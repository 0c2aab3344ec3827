/// A close code of RFC 6455, section 7.4.
package struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let normalClosure = Self(rawValue: 1000)
    package static let goingAway = Self(rawValue: 1001)
    package static let protocolError = Self(rawValue: 1002)
    package static let unacceptableData = Self(rawValue: 1003)
    package static let inconsistentData = Self(rawValue: 1007)
    package static let policyViolation = Self(rawValue: 1008)
    package static let messageTooBig = Self(rawValue: 1009)
    package static let internalError = Self(rawValue: 1011)
    /// The server is overloaded, or this client does not keep up; it may come back (IANA registry).
    package static let tryAgainLater = Self(rawValue: 1013)

    /// Whether a peer may send this code: 1004, 1005, 1006 and 1015 never travel, 1016 to 2999 are not defined.
    var isAllowedOnTheWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
