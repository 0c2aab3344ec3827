import Desk
import HTTPTypes
import Secrets
import TestSupport
import Testing

@testable import Web

@Suite struct CookieTests {
    private let clock = TestClock()

    private func cookies(isSecure: Bool = false, key: [UInt8] = [1]) -> DeskCookies {
        DeskCookies(isSecure: isSecure, master: key, clock: clock.wall)
    }

    private func headers(_ lines: String...) -> HTTPFields {
        var fields = HTTPFields()
        for line in lines { fields.append(HTTPField(name: .cookie, value: line)) }
        return fields
    }

    /// Name and value alone, as a browser sends them back.
    private func pair(_ cookie: String) -> String { String(cookie.prefix { $0 != ";" }) }

    @Test func `over http names are plain, over https they are bound to the host`() {
        let id = SecureRandom.bytes(32)
        #expect(cookies().setSession(id) == "session=\(Base64URL.encode(id)); Path=/; HttpOnly; SameSite=Lax")
        #expect(
            cookies(isSecure: true).setSession(id)
                == "__Host-session=\(Base64URL.encode(id)); Path=/; HttpOnly; SameSite=Lax; Secure")
        #expect(cookies().endSession == "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    @Test func `T18 over https a plain name is not ours, nor the other way round`() {
        let id = SecureRandom.bytes(32)
        let plain = headers("session=\(Base64URL.encode(id))")
        let bound = headers("__Host-session=\(Base64URL.encode(id))")
        #expect(cookies().sessionHash(plain) == Digest.sha256(id))
        #expect(cookies().sessionHash(bound) == nil)
        #expect(cookies(isSecure: true).sessionHash(bound) == Digest.sha256(id))
        #expect(cookies(isSecure: true).sessionHash(plain) == nil)
    }

    @Test func `a cookie is found wherever it stands`() {
        let id = SecureRandom.bytes(32)
        let own = "session=\(Base64URL.encode(id))"
        for line in [
            own, "a=1; \(own)", "\(own); a=1", "a=1;\(own);b=2", "  \(own)", "a; \(own); =; b=c=d", "a=\"1; \(own)",
        ] {
            #expect(cookies().sessionHash(headers(line)) == Digest.sha256(id), "\(line)")
        }
        #expect(cookies().sessionHash(headers("a=1", own)) == Digest.sha256(id), "in the second header")
    }

    @Test func `two cookies of a name are none`() {
        let own = "session=\(Base64URL.encode(SecureRandom.bytes(32)))"
        let other = "session=\(Base64URL.encode(SecureRandom.bytes(32)))"
        for fields in [
            headers("\(own); \(other)"), headers(own, other), headers("\(own); session=x"), headers("\(own); \(own)"),
        ] {
            #expect(cookies().sessionHash(fields) == nil)
        }
    }

    @Test(arguments: [
        "", "session", "session=", "session=x", "Session=ID", "SESSION=ID", "xsession=ID", "session =ID", "session= ID",
        "session=ID ; a=1", "session=\"ID\"", "session=ID=", "session=ID%00", "session=IDA", "sessionx=ID",
        "session\u{301}=ID",
    ])
    func `what is not exactly a session of ours is none`(line: String) {
        let id = Base64URL.encode(SecureRandom.bytes(32))
        #expect(cookies().sessionHash(headers(line.replacing("ID", with: id))) == nil)
    }

    @Test func `a browser's secret finds its tickets and nothing else does`() {
        let secret = SecureRandom.bytes(32)
        let line = pair(cookies().setBrowser(secret))
        #expect(cookies().browserHash(headers(line)) == Digest.sha256(secret))
        #expect(cookies().sessionHash(headers(line)) == nil)
        #expect(cookies().browserHash(headers("browser=\(Base64URL.encode(Array(secret.prefix(31))))")) == nil)
        #expect(cookies().setBrowser(secret).contains("; Max-Age=\(180 * 24 * 60 * 60)"))
    }

    // MARK: Visitors

    @Test func `a visitor is the same for twelve hours, and tells nothing of the cookie`() throws {
        let cookie = cookies().newVisitor()
        #expect(cookie.contains("; Max-Age=43200"))
        let line = headers(pair(cookie))
        let identity = try #require(cookies().visitorIdentity(line))
        #expect(identity.wholeMatch(of: #/visitor_[0-9a-f]{32}/#) != nil)
        clock.advance(seconds: 12 * 60 * 60 - 1)
        #expect(cookies().visitorIdentity(line) == identity)
        clock.advance(seconds: 1)
        #expect(cookies().visitorIdentity(line) == nil)
    }

    @Test func `a clock that was set back a little loses nobody, set back far it does`() {
        let line = headers(pair(cookies().newVisitor()))
        clock.advance(seconds: -60)
        #expect(cookies().visitorIdentity(line) != nil)
        clock.advance(seconds: -1)
        #expect(cookies().visitorIdentity(line) == nil)
    }

    @Test func `T35 a visitor's cookie that was tampered with is none`() throws {
        let value = try #require(pair(cookies().newVisitor()).split(separator: "=", maxSplits: 1).last)
        let bytes = try #require(Base64URL.decode(String(value)))
        #expect(bytes.count == 56)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                #expect(cookies().visitorIdentity(headers("visitor=\(Base64URL.encode(changed))")) == nil)
            }
        }
        for wrong in [
            Array(bytes.dropLast()), bytes + [0], [], [UInt8](repeating: 0, count: 56), Array(bytes.prefix(24)),
        ] {
            #expect(cookies().visitorIdentity(headers("visitor=\(Base64URL.encode(wrong))")) == nil)
        }
        #expect(cookies(key: [2]).visitorIdentity(headers("visitor=\(value)")) == nil, "another desk's key")
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max]) func `a cookie of any time is judged without a trap`(seconds: Int64) {
        let signed =
            (0..<8).map { UInt8(truncatingIfNeeded: seconds >> (56 - 8 * Int64($0))) }
            + [UInt8](repeating: 7, count: 16)
        let key = HKDF.derive(master: [1], purpose: "visitor cookie")
        let value = Base64URL.encode(signed + HMAC.sha256(key: key, signed))
        #expect(cookies().visitorIdentity(headers("visitor=\(value)")) == nil)
    }

    @Test func `each visitor is another`() {
        let identities = (0..<100).compactMap { _ in cookies().visitorIdentity(headers(pair(cookies().newVisitor()))) }
        #expect(Set(identities).count == 100)
    }
}
