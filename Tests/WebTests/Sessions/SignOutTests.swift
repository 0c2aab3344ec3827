import Desk
import Secrets
import Store
import TestSupport
import Testing

@Suite struct SignOutTests {
    private func hash(of browser: Browser) throws -> [UInt8] {
        let id = try Base64URL.decode(try browser.cookie("session").orThrow("no session")).orThrow("no session id")
        return Digest.sha256(id)
    }

    private func expectOut(_ browser: Browser, _ location: SourceLocation = #_sourceLocation) async throws {
        #expect(try await browser.get("/dashboard").status == 303, sourceLocation: location)
        #expect(
            try await browser.post("/dashboard/tickets/1/notes", ["note": "x"]).status == 401, sourceLocation: location)
        let token = try await browser.post("/token/generate", ["page": "/dashboard"])
        #expect(token.status == 401, sourceLocation: location)
    }

    @Test func `T12 signing out ends one session alone, at once, and closes its sockets`() async throws {
        let desk = try await TestDesk()
        let browser = try await desk.browser(of: desk.ana)
        let other = try await desk.browser(of: desk.ana)
        let kept = browser.copy()
        let ended = BusEvent.sessionEnded(try hash(of: browser))
        let answer = try await browser.post("/sign-out")
        answer.expectRedirect(to: "/sign-in")
        #expect(
            answer.cookies.contains { $0.hasPrefix("session=;") && $0.contains("Max-Age=0") && $0.contains("Path=/") })
        #expect(await desk.events() == [ended])
        try await expectOut(kept)
        #expect(try await other.get("/dashboard").status == 200)
    }

    @Test func `signing out without being in does no harm`() async throws {
        let desk = try await TestDesk()
        try await desk.stranger().post("/sign-out").expectRedirect(to: "/sign-in")
        #expect(await desk.events().isEmpty)
    }

    @Test func `T34 nothing of the desk stays in the browser's cache after signing out`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.browser(of: desk.ana).post("/sign-out")
        #expect(answer.header("Clear-Site-Data")?.contains("\"cache\"") == true)
    }

    @Test func `T12 disabling an agent ends every session of theirs and closes their sockets`() async throws {
        let desk = try await TestDesk()
        let browsers = [try await desk.browser(of: desk.ana), try await desk.browser(of: desk.ana)]
        try await desk.browser(of: desk.dora).post("/dashboard/people/\(desk.ana)/disable").expect(303)
        #expect(await desk.events().contains(.accessEnded(desk.ana)))
        for browser in browsers { try await expectOut(browser) }
    }

    @Test func `T12 a new password ends every session of the agent and closes their sockets`() async throws {
        let desk = try await TestDesk()
        let browsers = [try await desk.browser(of: desk.ana), try await desk.browser(of: desk.ana)]
        let dora = try await desk.browser(of: desk.dora)
        try await dora.post("/dashboard/people/\(desk.ana)/password", ["password": "a fresh set of wheels"]).expect(303)
        #expect(await desk.events() == [.accessEnded(desk.ana)])
        for browser in browsers { try await expectOut(browser) }
        #expect(try await dora.get("/dashboard").status == 200)
        try await desk.stranger().signIn(Cast.ana, password: "a fresh set of wheels").expectRedirect(to: "/dashboard")
    }

    @Test func `a session ends when it is not used for thirty minutes`() async throws {
        let desk = try await TestDesk()
        let browser = try await desk.browser(of: desk.ana)
        for _ in 0..<10 {
            desk.clock.advance(seconds: 29 * 60)
            #expect(try await browser.get("/dashboard").status == 200)
        }
        desk.clock.advance(seconds: 30 * 60 + 1)
        try await expectOut(browser)
    }

    @Test func `a session ends after twelve hours, however much it is used`() async throws {
        let desk = try await TestDesk()
        let browser = try await desk.browser(of: desk.ana)
        for _ in 0..<24 {
            desk.clock.advance(seconds: 30 * 60)
            #expect(try await browser.get("/dashboard").status == 200)
        }
        desk.clock.advance(seconds: 1)
        try await expectOut(browser)
    }

    @Test func `an enabled agent has to sign in anew`() async throws {
        let desk = try await TestDesk()
        let browser = try await desk.browser(of: desk.ana)
        let dora = try await desk.browser(of: desk.dora)
        _ = try await dora.post("/dashboard/people/\(desk.ana)/disable")
        try await dora.post("/dashboard/people/\(desk.ana)/enable").expect(303)
        try await expectOut(browser)
    }
}
