import Desk
import Secrets
import Testing

@testable import Telephony

@Suite struct `Access tokens` {
    private let keys = goldenKeys
    private let now = 1_700_000_000
    private let alice = AccessToken.Grants(
        identity: "alice", incomingAllow: true, outgoingApplicationSid: "AP" + String(repeating: "c", count: 32))

    @Test func `the golden token of Twilio's Python library comes out byte for byte`() {
        let header = #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#
        let payload =
            #"{"jti":"SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-1700000000","grants":{"voice":{"incoming":{"allow":true},"#
            + #""outgoing":{"application_sid":"APcccccccccccccccccccccccccccccccc"}},"identity":"alice"},"#
            + #""iss":"SKbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","exp":1700003600,"nbf":1700000000,"#
            + #""sub":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#
        #expect(AccessToken.signed(header: header, payload: payload, keys.apiSecret) == goldenToken)
    }

    @Test func `the golden token is accepted for its hour and not beyond`() throws {
        #expect(try AccessToken.verify(goldenToken, keys: keys, now: now) == alice)
        #expect(try AccessToken.verify(goldenToken, keys: keys, now: now + 3599) == alice)
        #expect(throws: AccessTokenError.expired) { try AccessToken.verify(goldenToken, keys: keys, now: now + 3600) }
        #expect(throws: AccessTokenError.notYetValid) { try AccessToken.verify(goldenToken, keys: keys, now: now - 60) }
    }

    @Test func `a token of ours says who signed it, for whom and how long`() throws {
        let token = try AccessToken.issue(alice, keys: keys, now: now, ttl: 300)
        let parts = token.split(separator: ".").map(String.init)
        let header = try #require(Base64URL.decode(parts[0]))
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"HS256","cty":"twilio-fpa;v=1","typ":"JWT"}"#)
        let claims = try #require(Base64URL.decode(parts[1]).flatMap { JSONValue($0) }?.object)
        #expect(Set(claims.keys) == ["jti", "iss", "sub", "iat", "nbf", "exp", "grants"])
        #expect(claims["iss"] == .string(keys.apiKeySid))
        #expect(claims["sub"] == .string(keys.accountSid))
        #expect(claims["iat"] == .integer(now))
        #expect(claims["nbf"] == .integer(now))
        #expect(claims["exp"] == .integer(now + 300))
        #expect(claims["jti"]?.string?.hasPrefix("\(keys.apiKeySid)-\(now)-") == true)
        #expect(claims["grants"]?.object?["identity"] == .string("alice"))
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func `grants come back as they were given`(incoming: Bool, outgoing: Bool) throws {
        let grants = AccessToken.Grants(
            identity: "ticket_42", incomingAllow: incoming, outgoingApplicationSid: outgoing ? keys.applicationSid : nil
        )
        let token = try AccessToken.issue(grants, keys: keys, now: now, ttl: 300)
        #expect(try AccessToken.verify(token, keys: keys, now: now) == grants)
        #expect(try AccessToken.verify(token, keys: keys, now: now - 5) == grants, "servers' clocks differ a little")
        #expect(throws: AccessTokenError.expired) { try AccessToken.verify(token, keys: keys, now: now + 300) }
    }

    @Test func `a right that is not granted has no key`() throws {
        let nothing = AccessToken.Grants(identity: "visitor_1", incomingAllow: false, outgoingApplicationSid: nil)
        let token = try AccessToken.issue(nothing, keys: keys, now: now, ttl: 60)
        let claims = Base64URL.decode(token.split(separator: ".").map(String.init)[1]).flatMap { JSONValue($0) }
        #expect(claims?.object?["grants"]?.object?["voice"] == .object([:]))
    }

    @Test func `two tokens of one second differ`() throws {
        let tokens = try (0..<100).map { _ in try AccessToken.issue(alice, keys: keys, now: now, ttl: 60) }
        #expect(Set(tokens).count == 100)
    }

    @Test(arguments: [
        "", "a b", "ana.diaz", "ana@example.com", "ana-diaz", "ána", "a\u{0}", "a\"",
        String(repeating: "a", count: 122),
    ])
    func `an identity that some client would not take is refused`(identity: String) {
        let grants = AccessToken.Grants(identity: identity, incomingAllow: true, outgoingApplicationSid: nil)
        #expect(throws: AccessTokenError.invalidIdentity) {
            try AccessToken.issue(grants, keys: keys, now: now, ttl: 60)
        }
    }

    @Test(arguments: ["a", "support_agent", "ticket_42", "Z9_", String(repeating: "a", count: 121)])
    func `letters, digits and underscores are an identity`(identity: String) throws {
        let grants = AccessToken.Grants(identity: identity, incomingAllow: true, outgoingApplicationSid: nil)
        let token = try AccessToken.issue(grants, keys: keys, now: now, ttl: 60)
        #expect(try AccessToken.verify(token, keys: keys, now: now).identity == identity)
    }

    @Test(arguments: [0, -1, 86_401, Int.max, Int.min])
    func `a life of nothing or of more than a day is refused`(ttl: Int) {
        #expect(throws: AccessTokenError.invalidLifetime) {
            try AccessToken.issue(alice, keys: keys, now: now, ttl: ttl)
        }
    }

    @Test func `local keys have the shape of Twilio's and belong to their master key`() throws {
        let master = SecureRandom.bytes(32)
        let local = AccessToken.Keys.local(master: master)
        for (sid, prefix) in [(local.accountSid, "AC"), (local.apiKeySid, "SK"), (local.applicationSid, "AP")] {
            #expect(sid.hasPrefix(prefix))
            #expect(sid.utf8.count == 34)
            #expect(sid.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        }
        #expect(AccessToken.Keys.local(master: master).apiSecret.reveal() == local.apiSecret.reveal())
        #expect(AccessToken.Keys.local(master: SecureRandom.bytes(32)).accountSid != local.accountSid)
        let token = try AccessToken.issue(alice, keys: local, now: now, ttl: 60)
        #expect(throws: AccessTokenError.wrongSignature) { try AccessToken.verify(token, keys: keys, now: now) }
    }
}

let goldenKeys = AccessToken.Keys(
    accountSid: "AC" + String(repeating: "a", count: 32), apiKeySid: "SK" + String(repeating: "b", count: 32),
    apiSecret: Secret("secretsecretsecretsecretsecret12"), applicationSid: "AP" + String(repeating: "c", count: 32))

let goldenToken =
    "eyJhbGciOiJIUzI1NiIsImN0eSI6InR3aWxpby1mcGE7dj0xIiwidHlwIjoiSldUIn0."
    + "eyJqdGkiOiJTS2JiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiLTE3MDAwMDAwMDAiLCJncmFudHMiOnsidm9pY2UiOnsiaW5jb21p"
    + "bmciOnsiYWxsb3ciOnRydWV9LCJvdXRnb2luZyI6eyJhcHBsaWNhdGlvbl9zaWQiOiJBUGNjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    + "Y2NjIn19LCJpZGVudGl0eSI6ImFsaWNlIn0sImlzcyI6IlNLYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmIiLCJleHAiOjE3MDAw"
    + "MDM2MDAsIm5iZiI6MTcwMDAwMDAwMCwic3ViIjoiQUNhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYSJ9."
    + "MnwR6ru5Yryz7SUFRjrHXAaIpjj2tL6wPk0dmcJYWCQ"
