import Desk
import Foundation
import HTTPTypes
import Secrets
import Store
import Telephony
import TestSupport
import Testing

@testable import Web

@Suite struct TokenTests {
    /// What `/token/generate` answers.
    private struct Token: Decodable, Equatable {
        let token: String
        let identity: String
        let ttl: Int
    }

    private func token(_ answer: Answer) throws -> Token {
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
        #expect(answer.header("Cache-Control") == "no-store")
        return try JSONDecoder().decode(Token.self, from: Data(answer.bytes))
    }

    /// The grants, read by the code that reads the browsers' own tokens.
    private func grants(_ token: Token, _ desk: TestDesk) throws -> AccessToken.Grants {
        try AccessToken.verify(token.token, keys: desk.parts.keys, now: Int(desk.clock.now.unixSeconds))
    }

    private func visitor(_ desk: TestDesk) async throws -> Browser {
        let browser = desk.stranger()
        _ = try await browser.get("/")
        return browser
    }

    // MARK: Who gets which

    @Test func `an agent's dashboard gets the hunt group's identity for a quarter of an hour`() async throws {
        let desk = try await TestDesk()
        let token = try token(try await desk.browser(of: desk.ana).post("/token/generate", ["page": "/dashboard"]))
        #expect(token.identity == "support_agent" && token.ttl == 900)
        let grants = try grants(token, desk)
        #expect(grants.identity == "support_agent" && grants.incomingAllow)
        #expect(grants.outgoingApplicationSid == desk.parts.keys.applicationSid)
    }

    @Test(arguments: [["page": "/"], ["page": ""], [:], ["page": "/tickets"]] as [[String: String]])
    func `T35 a visitor may call out for five minutes and nothing else`(form: [String: String]) async throws {
        let desk = try await TestDesk()
        let token = try token(
            try await visitor(desk).post("/token/generate", body: FormFields.encoded(form)))
        #expect(token.identity.wholeMatch(of: #/visitor_[0-9a-f]{32}/#) != nil)
        #expect((1...300).contains(token.ttl))
        let grants = try grants(token, desk)
        #expect(grants.identity == token.identity && !grants.incomingAllow)
        #expect(grants.outgoingApplicationSid == desk.parts.keys.applicationSid)
        let payload = try Base64URL.decode(String(token.token.split(separator: ".")[1])).orThrow("no payload")
        #expect(!String(decoding: payload, as: UTF8.self).contains("incoming"))
    }

    @Test func `no body at all is a visitor's question`() async throws {
        let desk = try await TestDesk()
        let browser = try await visitor(desk)
        let site = try HTTPField.Name("Sec-Fetch-Site").orThrow("no such name")
        let answer = try await browser.send(.post, "/token/generate", headers: [site: "same-origin"])
        #expect(try token(answer).identity.hasPrefix("visitor_"))
    }

    @Test func `the holder of a ticket's link gets the ticket's identity and can be rung`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let answer = try await desk.stranger().post("/token/generate", ["page": "/t/\(detail.ticket.key)"])
        let token = try token(answer)
        #expect(token.identity == "ticket_\(detail.ticket.id)" && token.ttl == 300)
        #expect(try grants(token, desk).incomingAllow)
    }

    @Test func `a visitor stays the same for twelve hours`() async throws {
        let desk = try await TestDesk()
        let browser = try await visitor(desk)
        let first = try token(try await browser.post("/token/generate")).identity
        desk.clock.advance(seconds: DeskCookies.visitorLife - 1)
        #expect(try token(try await browser.post("/token/generate")).identity == first)
        desk.clock.advance(seconds: 1)
        #expect(try await browser.post("/token/generate").status == 403)
        _ = try await browser.get("/")
        #expect(try token(try await browser.post("/token/generate")).identity != first)
    }

    @Test func `each browser is another visitor`() async throws {
        let desk = try await TestDesk()
        var seen: Set<String> = []
        for _ in 0..<20 { seen.insert(try token(try await visitor(desk).post("/token/generate")).identity) }
        #expect(seen.count == 20)
    }

    // MARK: Who gets none

    @Test func `T35 without the cookie of the first page there is no token`() async throws {
        let desk = try await TestDesk()
        try await desk.stranger().post("/token/generate", ["page": "/"])
            .expect(403, contains: ["error"], mustNotContain: ["token\":\"ey"])
        let forged = desk.stranger()
        forged.set("visitor", to: Base64URL.encode(SecureRandom.bytes(56)))
        #expect(try await forged.post("/token/generate").status == 403)
    }

    @Test func `a stranger and a customer get no agent's token`() async throws {
        let desk = try await TestDesk()
        let (customer, _) = try await desk.customer()
        for browser in [desk.stranger(), customer] {
            try await browser.post("/token/generate", ["page": "/dashboard"])
                .expect(401, contains: ["Sign in first."], mustNotContain: ["support_agent"])
        }
    }

    @Test(arguments: [
        "/dashboard/", "/dashboard/tickets/1", "/Dashboard", "dashboard", "//", "/t", "/t/", "/t/x", "/people",
        "https://localhost/", "/t/../dashboard", "/\u{301}", "/dashboard\u{301}", " /", "support_agent", "/live",
    ])
    func `a page without a phone gets no token`(page: String) async throws {
        let desk = try await TestDesk()
        let agent = try await desk.browser(of: desk.ana)
        _ = try await agent.get("/")
        let answer = try await agent.post("/token/generate", ["page": page])
        answer.expect(400, contains: ["The field page names no"], mustNotContain: ["token\":\"ey"])
    }

    @Test(arguments: ["ana", "support_agent", "SUPPORT_AGENT", "support_аgent", "ticket_1", "", "visitor_0"])
    func `T36 nobody chooses an identity`(wanted: String) async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let browser = try await visitor(desk)
        let own = try token(try await browser.post("/token/generate")).identity
        for field in ["identity", "Identity", "agent", "client", "sub"] {
            let answer = try await browser.post(
                "/token/generate", body: FormFields.encoded(["page": "/", field: wanted]))
            let token = try token(answer)
            #expect(token.identity == own)
            #expect(try grants(token, desk).identity == own)
        }
        #expect(
            try await browser.post("/token/generate?page=/dashboard&identity=\(Query.encode(wanted))").status == 200)
    }

    // MARK: How many

    @Test func `T35 a visitor has at most three tokens that are valid`() async throws {
        let desk = try await TestDesk()
        let browser = try await visitor(desk)
        var seen: Set<String> = []
        for _ in 0..<30 { seen.insert(try token(try await browser.post("/token/generate")).token) }
        #expect(seen.count == 3)
        desk.clock.advance(seconds: 301)
        #expect(try !seen.contains(token(try await browser.post("/token/generate")).token))
    }

    @Test func `T35 asking fifty times at once does not get more`() async throws {
        let desk = try await TestDesk()
        let browser = try await visitor(desk)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try token(try await browser.copy().post("/token/generate")).token } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens.count <= 3)
    }

    @Test func `a token that is given again says how long it still lives`() async throws {
        let desk = try await TestDesk()
        let browser = try await visitor(desk)
        for _ in 0..<3 { _ = try token(try await browser.post("/token/generate")) }
        desk.clock.advance(seconds: 100)
        let again = try token(try await browser.post("/token/generate"))
        #expect(again.ttl == 200)
        _ = try grants(again, desk)
        desk.clock.advance(seconds: 199)
        let last = try token(try await browser.post("/token/generate"))
        #expect(last.ttl >= 1)
        _ = try grants(last, desk)
    }

    @Test func `T35 an address that asks without end is told when to come back`() async throws {
        let desk = try await TestDesk()
        let browser = try await visitor(desk)
        var answer = try await browser.post("/token/generate", ["page": "/x"])
        for _ in 0..<1_000 where answer.status == 400 {
            answer = try await browser.post("/token/generate", ["page": "/x"])
        }
        answer.expect(429, contains: ["Try again in "])
        #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 >= 1)
        #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
        let other = desk.stranger(address: "203.0.113.5")
        #expect(try await other.post("/token/generate", ["page": "/x"]).status == 400)
    }
}

@Suite struct TokenLedgerTests {
    @Test func `T35 many who ask for one visitor at the same moment get three tokens in all`() async throws {
        let clock = TestClock()
        let ledger = TokenLedger(keys: .local(master: SecureRandom.bytes(32)), clock: clock.wall)
        for round in 0..<50 {
            let tokens = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try (0..<5).map { _ in
                            try ledger.issue(
                                identity: "visitor_\(round)", incoming: false, life: 300, isLimited: true
                            ).token
                        }
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.formUnion($1) }
            }
            #expect(tokens.count <= 3)
        }
    }
}
