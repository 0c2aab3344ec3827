import Desk
import HTTPTypes
import TestSupport
import Testing
import WebSocketUpgrade

@testable import Web

@Suite struct GenesysRouteTests {
    private static func desk() async throws -> TestDesk {
        try await TestDesk { settings in
            settings.lines.genesys = WebAddress("http://127.0.0.1:9").map { GenesysSettings(url: $0) }
        }
    }

    private static func post(_ browser: Browser, _ body: String, type: String = "application/json") async throws
        -> Answer
    {
        try await browser.post("/genesys/events", body: Array(body.utf8), headers: [.contentType: type])
    }

    @Test func `initialize is taken on`() async throws {
        let desk = try await Self.desk()
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await Self.post(ana, #"{"type":"Register","requestId":"r1"}"#)
        answer.expect(202)
        #expect(answer.text == #"{"requestId":"r1","status":"Success"}"#)
    }

    @Test func `strangers are refused`() async throws {
        let desk = try await Self.desk()
        try await Self.post(desk.stranger(), #"{"type":"initialize"}"#).expect(401, contains: ["Sign in first."])
    }

    @Test func `what another site sends is refused`() async throws {
        let desk = try await Self.desk()
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await ana.send(
            .post, "/genesys/events", headers: [.contentType: "application/json", .origin: "https://evil.example"],
            body: Array(#"{"type":"initialize"}"#.utf8))
        answer.expect(403)
    }

    @Test func `bad requests name the field`() async throws {
        let desk = try await Self.desk()
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await Self.post(ana, #"{"type":"accept"}"#)
        answer.expect(400, contains: [#""field":"connectionId""#])
        try await Self.post(ana, "nothing").expect(400)
        try await Self.post(ana, #"{"type":"initialize"}"#, type: "text/plain").expect(415)
    }

    @Test func `without Genesys there is nothing here`() async throws {
        let desk = try await TestDesk()
        let ana = try await desk.browser(of: desk.ana)
        try await Self.post(ana, #"{"type":"initialize"}"#).expect(404)
        for path in ["/genesysWs", "/genesys/sign-in", "/genesys/callback"] { try await ana.get(path).expect(404) }
    }

    @Test func `a microservice has no sign-in`() async throws {
        let desk = try await Self.desk()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/genesys/sign-in").expect(404)
    }

    @Test func `signing in leads to Genesys Cloud with a challenge, and back only with our own state`() async throws {
        let desk = try await TestDesk { settings in
            settings.lines.genesys = WebAddress("https://api.mypurecloud.de").map {
                GenesysSettings(url: $0, clientID: "client-1")
            }
        }
        let ana = try await desk.browser(of: desk.ana)
        let answer = try await ana.get("/genesys/sign-in")
        answer.expect(303)
        let place = try answer.location.orThrow("nowhere")
        #expect(place.hasPrefix("https://login.mypurecloud.de/oauth/authorize?response_type=code&client_id=client-1&"))
        #expect(place.contains("redirect_uri=http%3A%2F%2Flocalhost%2Fgenesys%2Fcallback"))
        #expect(place.contains("code_challenge_method=S256"))
        try await ana.get("/genesys/callback?code=x&state=made-up").expect(403)
        try await ana.get("/genesys/callback").expect(403)
    }

    @Test func `a socket is opened for agents of our own pages alone`() async throws {
        let desk = try await Self.desk()
        let endpoint = desk.parts.genesysEndpoint
        let ana = try await desk.browser(of: desk.ana)
        func opens(_ browser: Browser, origin: String?, path: String = "/genesysWs") async throws -> Bool {
            var request = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
            request.headerFields[.cookie] = browser.cookieHeader
            request.headerFields[.origin] = origin
            guard case .upgrade = try await endpoint.decide(request) else { return false }
            return true
        }
        #expect(try await opens(ana, origin: "http://localhost"))
        #expect(try await opens(ana, origin: "http://localhost", path: "/genesysWs?token=x"))
        #expect(try await !opens(ana, origin: "https://evil.example"))
        #expect(try await !opens(ana, origin: nil))
        #expect(try await !opens(desk.stranger(), origin: "http://localhost"))
        #expect(try await !opens(ana, origin: "http://localhost", path: "/genesysWsx"))
    }
}
