import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct ClientAddressTests {
    private func headers(_ values: [String: String]) -> HTTPFields {
        var fields: HTTPFields = [:]
        for (name, value) in values {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }

    /// Asks for a token that nobody gets, as often as an address may, and counts.
    private func countUntilRefused(_ browser: Browser, _ headers: (Int) -> HTTPFields) async throws -> Int {
        for number in 0..<1_000 {
            if try await browser.post("/token/generate", ["page": "/x"], headers: headers(number)).status == 429 {
                return number
            }
        }
        return 1_000
    }

    @Test(arguments: [
        "X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP",
        "X-Cluster-Client-IP",
    ])
    func `T21 what a stranger says of an address is not believed`(name: String) async throws {
        let desk = try await TestDesk()
        let count = try await countUntilRefused(desk.stranger(address: "203.0.113.1")) { number in
            let address = "198.51.\(number / 250).\(number % 250)"
            return headers([name: name == "Forwarded" ? "for=\(address)" : address])
        }
        #expect(count < 1_000, "one address, one bucket")
        #expect(try await desk.stranger(address: "203.0.113.2").post("/token/generate", ["page": "/x"]).status == 400)
    }

    @Test func `T21 a proxy of ours is believed, and only for the last address before it`() async throws {
        let desk = try await TestDesk { $0.trustedProxies = (try? TrustedProxies.parse("10.0.0.0/8").get()) ?? .none }
        let proxy = desk.stranger(address: "10.1.2.3")
        let spoofing = try await countUntilRefused(proxy) { number in
            headers(["X-Forwarded-For": "198.51.\(number / 250).\(number % 250), 203.0.113.1"])
        }
        #expect(spoofing < 1_000, "what the client itself wrote before it does not count")
        let other = headers(["X-Forwarded-For": "203.0.113.2"])
        #expect(try await proxy.post("/token/generate", ["page": "/x"], headers: other).status == 400)
        let direct = headers(["X-Forwarded-For": "10.9.9.9"])
        let stranger = desk.stranger(address: "203.0.113.1")
        #expect(
            try await stranger.post("/token/generate", ["page": "/x"], headers: direct).status == 429, "the same bucket"
        )
    }

    @Test func `T21 nothing a stranger's headers say changes who they are or where they are`() async throws {
        let desk = try await TestDesk()
        let lies = headers([
            "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example",
            "X-Forwarded-User": "dora", "X-Remote-User": "dora", "Remote-User": "dora", "X-Original-URL": "/dashboard",
            "X-Rewrite-URL": "/dashboard", "Forwarded": "for=127.0.0.1;host=evil.example;proto=https",
            "Authorization": "Basic ZG9yYTpkb3Jh",
        ])
        let home = try await desk.stranger().get("/", headers: lies)
        home.expect(200, contains: ["Submit ticket"], mustNotContain: ["evil.example", "Dora"])
        #expect(home.cookies.allSatisfy { !$0.contains("Secure") })
        #expect(home.header("Strict-Transport-Security") == nil)
        try await desk.stranger().get("/dashboard", headers: lies).expectRedirect(to: "/sign-in?next=%2Fdashboard")
        let evil = headers(["X-Forwarded-Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": ""])
        #expect(try await desk.stranger().post("/tickets", ["name": ""], headers: evil).status == 403)
    }

    // MARK: The table of proxies

    static let chains: [(trusted: String, peer: String, forwarded: [String], client: String)] = [
        ("", "203.0.113.1", ["198.51.100.1"], "203.0.113.1"),
        ("10.0.0.1", "203.0.113.1", ["198.51.100.1"], "203.0.113.1"),
        ("10.0.0.1", "10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1", ["  198.51.100.1  "], "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1", ["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1,10.0.0.2", "10.0.0.1", ["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1,10.0.0.2", "10.0.0.1", ["10.0.0.2"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["198.51.100.1, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", "10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["198.51.100.1, "], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["198.51.100.1:443"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["<script>"], "10.0.0.1"),
        ("10.0.0.0/8", "10.255.255.255", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "11.0.0.0", ["198.51.100.1"], "11.0.0.0"),
        ("10.0.0.0/9", "10.127.255.255", ["1.1.1.1"], "1.1.1.1"),
        ("10.0.0.0/9", "10.128.0.0", ["1.1.1.1"], "10.128.0.0"),
        ("10.0.0.7/32", "10.0.0.7", ["1.1.1.1"], "1.1.1.1"),
        ("0.0.0.0/0", "203.0.113.1", ["1.1.1.1"], "203.0.113.1"),
        ("::1", "::1", ["2001:db8::1"], "2001:db8::1"),
        ("fd00::/8", "fdff::1", ["2001:db8::1"], "2001:db8::1"),
        ("fd00::/8", "fe80::1", ["2001:db8::1"], "fe80::1"),
        ("::1", "127.0.0.1", ["1.1.1.1"], "127.0.0.1"),
        ("0:0:0:0:0:0:0:1", "::1", ["1.1.1.1"], "1.1.1.1"),
        ("127.0.0.1", "unknown", ["1.1.1.1"], "unknown"),
        ("127.0.0.1", "::ffff:127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.0/8", "::ffff:10.1.2.3", ["1.1.1.1, ::ffff:10.0.0.9"], "1.1.1.1"),
    ]

    @Test(arguments: chains) func `T21 the client is the last address that is no proxy of ours`(
        trusted: String, peer: String, forwarded: [String], client: String
    ) throws {
        let proxies = try TrustedProxies.parse(trusted).get()
        #expect(proxies.client(peer: peer, forwardedFor: forwarded) == client)
    }

    @Test(arguments: [
        ("10.0.0.1 10.0.0.2", 2), ("10.0.0.1, 10.0.0.2", 2), ("10.0.0.1,,10.0.0.2,", 2), ("", 0), (" , ", 0),
        ("10.0.0.0/0 ::/0", 2), ("10.0.0.0/32 ::1/128", 2),
    ])
    func `a list of proxies has commas or spaces`(list: String, count: Int) throws {
        let parsed = try TrustedProxies.parse(list).get()
        #expect((parsed == .none) == (count == 0))
    }

    @Test(arguments: [
        ("proxy.example", "proxy.example"), ("10.0.0.1 x", "x"), ("10.0.0.1/33", "10.0.0.1/33"),
        ("10.0.0.1/-1", "10.0.0.1/-1"),
        ("10.0.0.1/", "10.0.0.1/"), ("/8", "/8"), ("10.0.0.1/8/8", "10.0.0.1/8/8"), ("::1/129", "::1/129"),
        ("10.0.0", "10.0.0"),
        ("10.0.0.1/9223372036854775808", "10.0.0.1/9223372036854775808"), ("10.0.0.256", "10.0.0.256"),
        ("010.0.0.1", "010.0.0.1"),
        ("10.0.0.1/a", "10.0.0.1/a"), ("１０.0.0.1", "１０.0.0.1"),
    ])
    func `an entry that is no address is named`(list: String, entry: String) {
        #expect(throws: TrustedProxies.Unreadable.self) { try TrustedProxies.parse(list).get() }
        if case .failure(let problem) = TrustedProxies.parse(list) { #expect(problem.entry == entry) }
    }

    // MARK: Whom limits count

    @Test(arguments: [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
        ("198.51.100.1", "198.51.100.2", false), ("198.51.100.1", "198.51.100.1", true),
        ("::ffff:198.51.100.1", "::ffff:198.51.100.2", false), ("::ffff:198.51.100.1", "198.51.100.1", true),
        ("unknown", "unknown", true),
    ])
    func `a limit counts an IPv4 address or an IPv6 customer's network`(one: String, other: String, same: Bool) {
        #expect((ClientNetwork.of(one) == ClientNetwork.of(other)) == same)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.4\u{0}x", "1.2.3.256", ":::", "g::", "1.2.3.4 ", "::1%lo", "１.2.3.4",
    ])
    func `what is no address has no bytes`(text: String) {
        #expect(IPAddress.bytes(text) == nil)
    }
}
