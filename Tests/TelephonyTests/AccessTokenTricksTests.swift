import Desk
import Secrets
import Testing

@testable import Telephony

/// Every trick of threat T16, most of them signed with the right key, which no stranger has: the token is refused still.
@Suite struct `T16 no trick makes a token` {
    private static let header = #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#
    private static let now = 1_700_000_000

    private static func payload(
        iss: String = goldenKeys.apiKeySid, sub: String = goldenKeys.accountSid, times: String = times(),
        grants: String = grants(), more: String = ""
    ) -> String {
        #"{"jti":"1","iss":"\#(iss)","sub":"\#(sub)",\#(times),"grants":\#(grants)\#(more)}"#
    }

    private static func times(iat: String = "1700000000", nbf: String = "1700000000", exp: String = "1700000300")
        -> String
    {
        #""iat":\#(iat),"nbf":\#(nbf),"exp":\#(exp)"#
    }

    private static func grants(identity: String = #""alice""#, voice: String = #"{"incoming":{"allow":true}}"#)
        -> String
    {
        #"{"identity":\#(identity),"voice":\#(voice)}"#
    }

    private static func token(header: String = header, payload: String = payload()) -> String {
        AccessToken.signed(header: header, payload: payload, goldenKeys.apiSecret)
    }

    private func isRefused(_ token: String) -> Bool {
        (try? AccessToken.verify(token, keys: goldenKeys, now: Self.now)) == nil
    }

    @Test func `T16 the token these tricks start from is a good one`() {
        #expect(!isRefused(Self.token()))
    }

    @Test(arguments: [
        #"{"alg":"none","cty":"twilio-fpa;v=1","typ":"JWT"}"#, #"{"alg":"None","cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        #"{"alg":"","cty":"twilio-fpa;v=1","typ":"JWT"}"#, #"{"alg":null,"cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        #"{"alg":"hs256","cty":"twilio-fpa;v=1","typ":"JWT"}"#, #"{"alg":"HS384","cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        #"{"alg":"HS512","cty":"twilio-fpa;v=1","typ":"JWT"}"#, #"{"alg":"RS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        #"{"alg":["HS256"],"cty":"twilio-fpa;v=1","typ":"JWT"}"#, #"{"cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        #"{"alg":"HS256","typ":"JWT"}"#, #"{"alg":"HS256","cty":"twilio-fpa;v=1"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=2","typ":"JWT"}"#, #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"jwt"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"at+jwt"}"#,
        #"{"alg":"none","alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","typ":"JWT"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","kid":"../../../../dev/null"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","kid":"' UNION SELECT 'x' --"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","jwk":{"kty":"oct","k":"AA"}}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","jku":"https://example.com/keys"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","x5u":"https://example.com/cert"}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","crit":["exp"]}"#,
        #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT","zip":"DEF"}"#, "[]", "{}", "", "null", #""HS256""#,
    ])
    func `T16 a header that is not exactly ours`(header: String) {
        #expect(isRefused(Self.token(header: header)))
    }

    @Test(arguments: [
        times(exp: "1699999999"), times(exp: "1700000000"), times(exp: "0"), times(exp: "-1"), times(exp: "1e400"),
        times(exp: "-1e400"), times(exp: "1700000300.0"), times(exp: "1.7000003e9"), times(exp: #""1700000300""#),
        times(exp: "null"), times(exp: "true"), times(exp: "[]"), times(exp: "9223372036854775807"),
        times(exp: "9223372036854775808"), times(exp: "-9223372036854775808"), times(exp: "1700086401"),
        times(nbf: "1700000060"), times(nbf: "9223372036854775807"), times(nbf: "-1"), times(nbf: "1700000000.5"),
        times(nbf: #""1700000000""#), times(iat: "1700000060"), times(iat: "-9223372036854775808"), times(iat: "null"),
        times(iat: "0"), times(exp: "01700000300"), times(exp: "1700000300,\"exp\":1700000300"), #""exp":1700000300"#,
        #""iat":1700000000,"nbf":1700000000"#,
    ])
    func `T16 times that are past, future, missing or no whole seconds`(times: String) {
        #expect(isRefused(Self.token(payload: Self.payload(times: times))))
    }

    @Test(arguments: [
        payload(iss: "SK" + String(repeating: "d", count: 32)), payload(iss: ""),
        payload(iss: goldenKeys.accountSid), payload(sub: "AC" + String(repeating: "d", count: 32)), payload(sub: ""),
        payload(sub: goldenKeys.apiKeySid), payload(more: #","aud":"https://example.com""#),
        payload(more: #","aud":null"#),
        payload(more: #","iss":"x""#), payload(more: #","grants":{"identity":"support_agent","voice":{}}"#),
        payload(more: #","gr\u0061nts":{"identity":"support_agent","voice":{}}"#), payload(more: #","scope":"admin""#),
        payload().replacing(#""jti":"1","#, with: ""), payload().replacing(#""jti":"1""#, with: #""jti":"""#),
        payload().replacing(#""jti":"1""#, with: #""jti":1"#), payload() + "{}", payload() + "\u{0}", "", "[]", "null",
    ])
    func `T16 parties that are others, and claims that are unknown or doubled`(payload: String) {
        #expect(isRefused(Self.token(payload: payload)))
    }

    @Test(arguments: [
        grants(identity: #""""#), grants(identity: "null"), grants(identity: "7"), grants(identity: #""a b""#),
        grants(identity: #""support\u005fagent\u0000""#), grants(identity: #""ana@example.com""#),
        grants(identity: #""a","identity":"support_agent""#), grants(voice: "null"), grants(voice: "[]"),
        grants(voice: #"{"incoming":{"allow":false}}"#), grants(voice: #"{"incoming":{"allow":1}}"#),
        grants(voice: #"{"incoming":true}"#), grants(voice: #"{"incoming":{}}"#),
        grants(voice: #"{"outgoing":{"application_sid":"APdddddddddddddddddddddddddddddddd"}}"#),
        grants(voice: #"{"outgoing":{}}"#), grants(voice: #"{"push_credential_sid":"CR1"}"#), "{}", "null", "[]",
        #"{"identity":"alice"}"#, #"{"voice":{}}"#, #"{"identity":"alice","voice":{},"video":{}}"#,
    ])
    func `T16 grants that are not ours`(grants: String) {
        #expect(isRefused(Self.token(payload: Self.payload(grants: grants))))
    }

    @Test func `T16 any single bit flipped anywhere`() {
        let token = Array(Self.token().utf8)
        for index in token.indices {
            for bit in 0..<8 {
                var flipped = token
                flipped[index] ^= 1 << UInt8(bit)
                #expect(isRefused(String(decoding: flipped, as: UTF8.self)), "bit \(bit) of byte \(index)")
            }
        }
    }

    @Test func `T16 a signature that is empty, short, padded, doubled or another's`() throws {
        let parts = Self.token().split(separator: ".").map(String.init)
        let text = parts[0] + "." + parts[1]
        let other = Base64URL.encode(HMAC.sha256(key: Array("other".utf8), Array(text.utf8)))
        let sha1 = Base64URL.encode(HMAC.sha1(key: Array(goldenKeys.apiSecret.reveal().utf8), Array(text.utf8)))
        let empty = Base64URL.encode(HMAC.sha256(key: [], Array(text.utf8)))
        let signature = parts[2]
        for wrong in [
            "", other, sha1, empty, String(signature.dropLast()), signature + "=", signature + "A", signature + "\n",
            " " + signature, signature + "." + signature, signature + ".", String(repeating: "A", count: 43),
        ] {
            #expect(isRefused(text + "." + wrong), "\(wrong)")
        }
        #expect(isRefused(text))
        #expect(isRefused("Bearer " + Self.token()))
        #expect(isRefused(""))
        #expect(isRefused(".."))
        #expect(isRefused("..."))
    }

    @Test func `T16 the other alphabet and padding, signed as they stand`() {
        let payload = Self.payload(more: "  ")
        for base64 in [Base64.encode(Array(payload.utf8)), Base64URL.encode(Array(payload.utf8)) + "="] {
            let text = Base64URL.encode(Array(Self.header.utf8)) + "." + base64
            let signature = Base64URL.encode(AccessToken.signature(of: text, goldenKeys.apiSecret))
            #expect(isRefused(text + "." + signature) == base64.contains { "+/=".contains($0) })
        }
    }

    @Test func `T16 a megabyte, and JSON as deep as that`() {
        let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        #expect(isRefused(Self.token(payload: Self.payload(more: #","x":\#(deep)"#))))
        #expect(JSONValue(Array(String(repeating: "[", count: 500_000).utf8)) == nil)
        #expect(JSONValue(Array(String(repeating: #"{"a":"#, count: 500_000).utf8)) == nil)
        let large = Self.payload(times: Self.times() + String(repeating: " ", count: 4096))
        #expect(throws: AccessTokenError.tooLarge) {
            try AccessToken.verify(Self.token(payload: large), keys: goldenKeys, now: Self.now)
        }
        #expect(isRefused(String(repeating: "A", count: 1 << 20)))
        #expect(isRefused(String(repeating: ".", count: 1 << 20)))
    }

    @Test func `T16 a token made for another purpose with the same key`() {
        let capability =
            #"{"iss":"\#(goldenKeys.accountSid)","exp":1700000300,"#
            + #""scope":"scope:client:incoming?clientName=support_agent"}"#
        #expect(isRefused(Self.token(header: #"{"alg":"HS256","typ":"JWT"}"#, payload: capability)))
        #expect(isRefused(Self.token(payload: capability)))
    }
}
