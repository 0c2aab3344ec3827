import Desk
import HTTPTypes
import NIOEmbedded
import Store
import TestSupport
import Testing

@testable import Web
@testable import WebSocketUpgrade

@Suite struct LiveEndpointTests {
    private func isOpened(
        _ desk: TestDesk, path: String = "/live", host: String = "localhost", headers: HTTPFields
    ) async throws -> Bool {
        let request = HTTPRequest(method: .get, scheme: "http", authority: host, path: path, headerFields: headers)
        let decision = try await desk.parts.liveEndpoint.decide(request, NIOAsyncTestingChannel(), desk.log.logger)
        if case .upgrade = decision { return true }
        return false
    }

    static let foreign = [
        "https://evil.example", "null", "", "http://localhost.evil.example", "http://evil.localhost",
        "http://localhost:1",
        "https://localhost", "http://localhost/", "HTTP://LOCALHOST", "http://127.0.0.1", "http://localhost\u{301}",
        "http://localhost, https://evil.example", "localhost", "http://user@localhost", "file://", "http://own.evil",
    ]

    @Test(arguments: foreign) func `T30 another site opens no socket, with a live session all the same`(
        origin: String
    ) async throws {
        let desk = try await TestDesk()
        let browser = try await desk.browser(of: desk.ana)
        var headers: HTTPFields = [.origin: origin]
        headers[.cookie] = browser.cookieHeader
        #expect(try await !isOpened(desk, headers: headers))
    }

    @Test func `T30 no origin at all opens no socket`() async throws {
        let desk = try await TestDesk()
        #expect(try await !isOpened(desk, headers: [:]))
        var headers: HTTPFields = [:]
        headers[.cookie] = try await desk.browser(of: desk.ana).cookieHeader
        #expect(try await !isOpened(desk, headers: headers))
    }

    @Test func `T30 two origins open no socket`() async throws {
        let desk = try await TestDesk()
        var headers: HTTPFields = [.origin: "http://localhost"]
        headers.append(HTTPField(name: .origin, value: "https://evil.example"))
        #expect(try await !isOpened(desk, headers: headers))
    }

    @Test func `our own pages do, whoever is at them`() async throws {
        let desk = try await TestDesk()
        #expect(try await isOpened(desk, headers: [.origin: "http://localhost"]))
        #expect(try await isOpened(desk, path: "/live?x=1", headers: [.origin: "http://localhost"]))
        #expect(try await isOpened(desk, host: "127.0.0.1:8080", headers: [.origin: "http://127.0.0.1:8080"]))
        #expect(try await !isOpened(desk, host: "desk.example.com", headers: [.origin: "http://desk.example.com"]))
    }

    @Test(arguments: ["desk.example.com", "localhost", "evil.example"])
    func `T30 with a public address only that one counts, whatever the Host`(host: String) async throws {
        let desk = try await TestDesk { $0.publicOrigin = WebOrigin("https://desk.example.com") }
        #expect(try await isOpened(desk, host: host, headers: [.origin: "https://desk.example.com"]))
        #expect(try await !isOpened(desk, host: host, headers: [.origin: "http://localhost"]))
        #expect(try await !isOpened(desk, host: host, headers: [.origin: "https://\(host).evil.example"]))
    }

    @Test(arguments: ["/", "/livex", "/live/", "/Live", "/dashboard", "/%6Cive", "//live", "/x/../live", ""])
    func `a socket is opened at one path alone`(path: String) async throws {
        let desk = try await TestDesk()
        #expect(try await !isOpened(desk, path: path, headers: [.origin: "http://localhost"]))
    }

    @Test func `T30 what is not upgraded is answered before anything else, with 403 or 426`() async throws {
        let desk = try await TestDesk()
        let headers: HTTPFields = [
            .origin: "https://evil.example", .upgrade: "websocket", .connection: "Upgrade",
            .secWebSocketKey: "dGhlIHNhbXBsZSBub25jZQ==",
            .secWebSocketVersion: "13",
        ]
        try await desk.browser(of: desk.ana).get("/live", headers: headers).expect(403, contains: ["was refused"])
        try await desk.stranger().get("/live", headers: [.origin: "http://localhost"]).expect(426)
    }

    @Test func `an address that connects without end is turned away`() async throws {
        let desk = try await TestDesk()
        var opened = 0
        for _ in 0..<1_000 where try await isOpened(desk, headers: [.origin: "http://localhost"]) { opened += 1 }
        #expect((300..<1_000).contains(opened))
    }

    @Test func `who connects too often is told when to come back`() async throws {
        let desk = try await TestDesk()
        while desk.parts.limiter.allows(.socket, from: "127.0.0.1") {}
        let headers: HTTPFields = [.origin: "http://localhost", .upgrade: "websocket", .connection: "Upgrade"]
        let answer = try await desk.stranger().get("/live", headers: headers)
        answer.expect(429)
        #expect(answer.headers[.retryAfter] == "1")
    }

    // MARK: Tokens

    @Test func `a token opens the socket of whom it names, for as long as it lives`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        let issued = try desk.parts.tokens.issue(
            identity: "ticket_\(detail.ticket.id)", incoming: true, life: 300, isLimited: false)
        let endpoint = desk.parts.liveEndpoint
        #expect(try await endpoint.person(token: issued.token) == .ticket(detail.ticket.id))
        desk.clock.advance(seconds: 301)
        #expect(try await endpoint.person(token: issued.token) == nil)
        withExtendedLifetime(browser) {}
    }

    @Test(arguments: [
        "support_agent", "ticket_2", "ticket_0", "ticket_01", "ticket_9223372036854775807", "ticket_x", "ana",
        "agent_1", "Visitor_1",
    ])
    func `T36 a token of anybody else opens none`(identity: String) async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let issued = try desk.parts.tokens.issue(identity: identity, incoming: true, life: 300, isLimited: false)
        #expect(try await desk.parts.liveEndpoint.person(token: issued.token) == nil)
    }

    @Test func `a token of another desk opens none`() async throws {
        let desk = try await TestDesk()
        let other = try await TestDesk()
        let issued = try other.parts.tokens.issue(identity: "visitor_1", incoming: false, life: 300, isLimited: false)
        #expect(try await desk.parts.liveEndpoint.person(token: issued.token) == nil)
        for token in ["", "x", "..", issued.token + "x", String(repeating: "a", count: 60_000)] {
            #expect(try await desk.parts.liveEndpoint.person(token: token) == nil)
        }
    }
}
