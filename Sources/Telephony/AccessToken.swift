import Desk
import Secrets

/// Why a token is not accepted, or cannot be made. Outside, all of them are the same 401.
package enum AccessTokenError: Error, Equatable, Sendable {
    case tooLarge
    case malformed
    case wrongSignature
    case wrongHeader
    case wrongClaims
    case notYetValid
    case expired
    case invalidIdentity
    case invalidLifetime
}

/// Access tokens in Twilio's format: a JWT signed with HMAC-SHA-256 whose content type is `twilio-fpa;v=1`
/// (https://www.twilio.com/docs/iam/access-tokens).
package enum AccessToken {
    /// What the holder of a token may do, and as whom.
    package struct Grants: Equatable, Sendable {
        package let identity: String
        package let incomingAllow: Bool
        package let outgoingApplicationSid: String?

        package init(identity: String, incomingAllow: Bool, outgoingApplicationSid: String?) {
            self.identity = identity
            self.incomingAllow = incomingAllow
            self.outgoingApplicationSid = outgoingApplicationSid
        }
    }

    /// Longest life of a token, in seconds: Twilio's limit of a day.
    package static let longestLife = 86_400

    /// A token for these grants, valid from `now` (Unix seconds) for `ttl` seconds, 1 to 86400.
    package static func issue(
        _ grants: Grants, keys: Keys, now: Int, ttl: Int
    ) throws(AccessTokenError) -> String {
        guard isIdentity(grants.identity) else { throw .invalidIdentity }
        guard (1...longestLife).contains(ttl) else { throw .invalidLifetime }
        let payload = payload(of: grants, keys: keys, now: now, exp: now + ttl)
        return signed(header: header(region: keys.region), payload: payload, keys.apiSecret)
    }

    private static func header(region: String?) -> String {
        let home = region.map { #""twr":\#(JSONValue.quoted($0)),"# } ?? ""
        return #"{"alg":"HS256","cty":"twilio-fpa;v=1",\#(home)"typ":"JWT"}"#
    }

    /// Letters, digits and underscores of ASCII, 1 to 121: what every Twilio SDK takes.
    package static func isIdentity(_ text: String) -> Bool {
        (1...121).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
            }
    }

    /// The three parts for these two texts of JSON.
    static func signed(header: String, payload: String, _ secret: Secret) -> String {
        let text = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
        return text + "." + Base64URL.encode(signature(of: text, secret))
    }

    static func signature(of text: String, _ secret: Secret) -> [UInt8] {
        HMAC.sha256(key: Array(secret.reveal().utf8), Array(text.utf8))
    }

    private static func payload(of grants: Grants, keys: Keys, now: Int, exp: Int) -> String {
        let jti = JSONValue.quoted("\(keys.apiKeySid)-\(now)-\(SecureRandom.token())")
        let times = #""iat":\#(now),"nbf":\#(now),"exp":\#(exp)"#
        let parties = #""iss":\#(JSONValue.quoted(keys.apiKeySid)),"sub":\#(JSONValue.quoted(keys.accountSid))"#
        let identity = JSONValue.quoted(grants.identity)
        return #"{"jti":\#(jti),\#(parties),\#(times),"grants":{"voice":\#(voice(grants)),"identity":\#(identity)}}"#
    }

    private static func voice(_ grants: Grants) -> String {
        var members: [String] = []
        if grants.incomingAllow { members.append(#""incoming":{"allow":true}"#) }
        if let sid = grants.outgoingApplicationSid {
            members.append(#""outgoing":{"application_sid":\#(JSONValue.quoted(sid))}"#)
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
