import Desk
import Secrets

extension AccessToken {
    /// Longest token that is looked at, in bytes.
    package static let largestSize = 4096

    /// Seconds that the clocks of two servers may differ.
    private static let clockSkew = 5

    /// The grants of a token that was signed with these keys and is valid `now` (Unix seconds).
    ///
    /// Takes nothing that ``issue(_:keys:now:ttl:)`` and Twilio's libraries do not make: what is not known here, in the
    /// header or in the claims, is refused.
    package static func verify(_ token: String, keys: Keys, now: Int) throws(AccessTokenError) -> Grants {
        guard token.utf8.count <= largestSize else { throw .tooLarge }
        let parts = try authenticParts(of: token, keys)
        guard isHeader(parts.header) else { throw .wrongHeader }
        guard let claims = parts.payload.object else { throw .malformed }
        guard claims.keys.allSatisfy(knownClaims.contains), claims["jti"]?.string?.isEmpty == false,
            claims["iss"]?.isText(keys.apiKeySid) == true, claims["sub"]?.isText(keys.accountSid) == true
        else { throw .wrongClaims }
        try checkTimes(claims, now: now)
        return try grants(claims["grants"], keys)
    }

    private static let knownClaims: Set<String> = ["jti", "iss", "sub", "iat", "nbf", "exp", "grants"]

    /// Nothing is read before its signature was found right.
    private static func authenticParts(
        of token: String, _ keys: Keys
    ) throws(AccessTokenError) -> (header: JSONValue, payload: JSONValue) {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 3, let signature = Base64URL.decode(parts[2]) else { throw .malformed }
        let expected = Self.signature(of: parts[0] + "." + parts[1], keys.apiSecret)
        guard constantTimeEquals(signature, expected) else { throw .wrongSignature }
        guard let header = Base64URL.decode(parts[0]).flatMap({ JSONValue($0) }),
            let payload = Base64URL.decode(parts[1]).flatMap({ JSONValue($0) })
        else { throw .malformed }
        return (header, payload)
    }

    private static func isHeader(_ header: JSONValue) -> Bool {
        guard let fields = header.object, fields.keys.allSatisfy(["alg", "cty", "twr", "typ"].contains) else {
            return false
        }
        return fields["alg"]?.isText("HS256") == true && fields["typ"]?.isText("JWT") == true
            && fields["cty"]?.isText("twilio-fpa;v=1") == true
    }

    /// Python's library sends no `iat`, Node's no `nbf`: one of them has to be there.
    private static func checkTimes(_ claims: [String: JSONValue], now: Int) throws(AccessTokenError) {
        let starts = ["iat", "nbf"].compactMap { claims[$0] }
        let times = starts.compactMap(\.integer)
        guard let exp = claims["exp"]?.integer, let first = times.min(), let last = times.max(),
            times.count == starts.count, first >= 0
        else { throw .wrongClaims }
        if last > now + clockSkew { throw .notYetValid }
        if exp <= now { throw .expired }
        if exp > first + longestLife { throw .invalidLifetime }
    }

    private static func grants(_ value: JSONValue?, _ keys: Keys) throws(AccessTokenError) -> Grants {
        guard let members = value?.object, Set(members.keys) == ["identity", "voice"],
            let identity = members["identity"]?.string, isIdentity(identity),
            let voice = members["voice"]?.object, voice.keys.allSatisfy(["incoming", "outgoing"].contains)
        else { throw .wrongClaims }
        if let incoming = voice["incoming"], incoming != .object(["allow": .bool(true)]) { throw .wrongClaims }
        let ours = JSONValue.object(["application_sid": .string(keys.applicationSid)])
        if let outgoing = voice["outgoing"], outgoing != ours { throw .wrongClaims }
        return Grants(
            identity: identity, incomingAllow: voice["incoming"] != nil,
            outgoingApplicationSid: voice["outgoing"].map { _ in keys.applicationSid })
    }
}

extension JSONValue {
    fileprivate func isText(_ text: String) -> Bool {
        string?.utf8.elementsEqual(text.utf8) ?? false
    }
}
