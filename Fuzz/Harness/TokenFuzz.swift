import Desk
import Foundation
import Secrets

@testable import Telephony

/// `AccessToken.verify` and `JSONValue` below it: no token is accepted that was not signed with the key.
enum TokenFuzz {
    private static let now = 1_800_000_000
    private static let keys = AccessToken.Keys(
        accountSid: "AC1", apiKeySid: "SK1", apiSecret: Secret("a secret for fuzzing"), applicationSid: "AP1")
    private static let header = #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#
    private static let payload = """
        {"jti":"SK1-1","iss":"SK1","sub":"AC1","iat":1799999990,"nbf":1799999990,"exp":1800003590,\
        "grants":{"voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"AP1"}},"identity":"ticket_1"}}
        """
    private static let genuine = AccessToken.signed(header: header, payload: payload, keys.apiSecret)

    static func take(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let rest = bytes.dropFirst()
        switch first & 3 {
        case 0: checkForeign(Array(rest))
        case 1: checkForeign(Array(genuine.utf8).edited(by: rest))
        case 2: checkSigned(String(decoding: rest, as: UTF8.self))
        default: checkJSON(Array(rest))
        }
    }

    private static func checkForeign(_ bytes: [UInt8]) {
        let token = String(decoding: bytes, as: UTF8.self)
        let grants = try? AccessToken.verify(token, keys: keys, now: now)
        expect((grants != nil) == token.isExactly(genuine), "the genuine token is accepted and no other")
    }

    /// What a holder of the key could send: it has to say what it grants, in one way only.
    private static func checkSigned(_ payload: String) {
        let token = AccessToken.signed(header: header, payload: payload, keys.apiSecret)
        guard let grants = try? AccessToken.verify(token, keys: keys, now: now) else { return }
        expect(AccessToken.isIdentity(grants.identity), "an identity has the characters of identities")
        expect([nil, "AP1"].contains(grants.outgoingApplicationSid), "no other application is called")
        expect(token.utf8.count <= AccessToken.largestSize, "a token is not longer than promised")
        let claims = foundation(Array(payload.utf8)) as? [String: Any]
        let identity = (claims?["grants"] as? [String: Any])?["identity"] as? String
        expect(identity == grants.identity, "another reader finds the same identity")
        let expires = claims?["exp"] as? Int ?? 0
        expect((now + 1...now + 5 + AccessToken.longestLife).contains(expires), "a token ends within a day")
    }

    private static func checkJSON(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let quoted = JSONValue(Array(JSONValue.quoted(text).utf8))
        expect(quoted?.string?.isExactly(text) == true, "a quoted text is read as it was")
        guard let value = JSONValue(bytes) else { return }
        expect(JSONValue(Array(value.text.utf8)) == value, "what was written reads the same")
        expect(isSame(value, foundation(bytes)), "another reader finds the same value")
    }

    private static func foundation(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    /// Foundation refuses numbers that no `Double` can hold; about them nothing is said here.
    private static func isSame(_ value: JSONValue, _ other: Any?) -> Bool {
        guard let other else { return value.hasOtherNumber }
        switch value {
        case .object(let members):
            guard let others = other as? [String: Any], others.count == members.count else { return false }
            return members.allSatisfy { isSame($0.value, others[$0.key]) }
        case .array(let elements):
            guard let others = other as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy { isSame($0, $1) }
        case .string(let text): return (other as? String)?.isExactly(text) == true
        case .integer(let number): return (other as? NSNumber)?.intValue == number
        case .bool(let flag): return other as? Bool == flag
        case .number: return other is NSNumber
        case .null: return other is NSNull
        }
    }
}

extension JSONValue {
    fileprivate var hasOtherNumber: Bool {
        switch self {
        case .object(let members): members.values.contains(where: \.hasOtherNumber)
        case .array(let elements): elements.contains(where: \.hasOtherNumber)
        case .number: true
        default: false
        }
    }
}
