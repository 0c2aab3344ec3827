import Desk
import HTTPTypes
import Secrets
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct SignInTests {
    private func deskWithAna() async throws -> TestDesk {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        return desk
    }

    @Test func `the right password opens the dashboard`() async throws {
        let desk = try await deskWithAna()
        let browser = desk.stranger()
        let answer = try await browser.signIn(Cast.ana)
        answer.expectRedirect(to: "/dashboard")
        let cookie = try #require(answer.cookies.first { $0.hasPrefix("session=") })
        #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax"))
        try await browser.get("/dashboard").expect(200, contains: ["Ana Diaz"])
    }

    @Test(arguments: ["ANA", "Ana", "Ａｎａ"]) func `the user name may be written in any case`(username: String)
        async throws
    {
        let desk = try await deskWithAna()
        let who = Colleague(username: username, name: "", password: Cast.ana.password)
        try await desk.stranger().signIn(who).expectRedirect(to: "/dashboard")
    }

    @Test func `the form is shown, and not to who is in already`() async throws {
        let desk = try await TestDesk()
        try await desk.stranger().get("/sign-in?next=/dashboard/tickets/7").expect(
            200, contains: ["Sign in", "name=\"next\" value=\"/dashboard/tickets/7\""])
        try await desk.browser(of: desk.ana).get("/sign-in?next=/dashboard/tickets/7")
            .expectRedirect(to: "/dashboard/tickets/7")
    }

    static let wrong: [(username: String, password: String)] = [
        ("ana", "wrong"), ("ana", ""), ("ana", Cast.ana.password + " "), ("ana", Cast.ana.password.uppercased()),
        ("nobody", Cast.ana.password), ("", ""), ("ana\u{200B}", Cast.ana.password), ("ben", Cast.ana.password),
    ]

    @Test func `T14 wrong names and wrong passwords are answered alike`() async throws {
        let desk = try await deskWithAna()
        var answers: [Answer] = []
        for (username, password) in Self.wrong {
            let who = Colleague(username: username, name: "", password: password)
            let answer = try await desk.stranger(address: "203.0.113.\(answers.count + 1)").signIn(who)
            answer.expect(
                401, contains: ["The user name or the password is wrong.", "name=\"next\" value=\"/dashboard\""],
                mustNotContain: [Cast.ana.password, "Ana Diaz"])
            #expect(answer.value(of: "username") == username, "what was typed stays")
            answers.append(answer)
        }
        try await desk.store.disable(desk.ana)
        answers.append(try await desk.stranger(address: "203.0.113.99").signIn(Cast.ana))
        let shapes = answers.map { Self.shape($0) }
        #expect(Set(shapes.map(\.headers)).count == 1)
        #expect(Set(shapes.map(\.text)).count == 1)
        #expect(answers.allSatisfy { $0.cookies.isEmpty })
    }

    /// The answer without the name that was typed.
    private static func shape(_ answer: Answer) -> (headers: String, text: String) {
        let headers = answer.headers.filter { $0.name != .contentLength }.map { "\($0.name): \($0.value)" }.sorted()
        let text = answer.text.replacing(#/name="username" type="text" value="[^"]*"/#, with: "")
            .replacing(#/data-mark="[^"]*"/#, with: "")
        return (headers.joined(separator: "\n"), text)
    }

    @Test func `a password is bytes: nothing is trimmed, folded or composed`() async throws {
        let desk = try await TestDesk()
        let composed = Colleague(username: "ana", name: "", password: "caf\u{E9} au lait")
        try await desk.test.givePassword(to: composed)
        #expect(try await desk.stranger().signIn(composed).status == 303)
        #expect(try await desk.stranger().signIn(composed, password: "cafe\u{301} au lait").status == 401)
        #expect(try await desk.stranger().signIn(composed, password: " caf\u{E9} au lait").status == 401)
    }

    @Test func `a stored password nobody can read lets nobody in and breaks nothing`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().signIn(Cast.ana)
        answer.expect(401, contains: ["The user name or the password is wrong."])
    }

    // MARK: Where to go

    @Test(arguments: [
        "//evil.example", "https://evil.example", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "evil",
        "",
        "/%0d%0aSet-Cookie:x=1\r\nX-Evil: 1", "/x\r\nSet-Cookie: evil=1", "/\u{10A}x", "/\u{560A}\u{560D}x", "/a b",
        "/\t/evil.example", "http:evil.example", "/\u{FF0F}evil.example", "/x\u{0B}", "///evil.example",
    ])
    func `T06 signing in leads only to pages of the desk`(next: String) async throws {
        let desk = try await deskWithAna()
        let answer = try await desk.stranger().signIn(Cast.ana, next: next)
        answer.expectRedirect(to: "/dashboard")
        #expect(answer.header("X-Evil") == nil)
        #expect(answer.cookies.count == 1)
        let shown = try await desk.stranger().get("/sign-in?next=\(Query.encode(next))")
        #expect(shown.value(of: "next") == "/dashboard")
        let signedIn = try await desk.browser(of: desk.ana).get("/sign-in?next=\(Query.encode(next))")
        signedIn.expectRedirect(to: "/dashboard")
    }

    // MARK: Fixation

    @Test func `T11 a session is new at every sign-in, and the one before is over`() async throws {
        let desk = try await deskWithAna()
        let browser = desk.stranger()
        let planted = Base64URL.encode(SecureRandom.bytes(32))
        browser.set("session", to: planted)
        _ = try await browser.signIn(Cast.ana)
        let first = try browser.cookie("session").orThrow("no session")
        #expect(first != planted)
        let old = browser.copy()
        _ = try await browser.signIn(Cast.ana)
        #expect(browser.cookie("session") != first)
        #expect(try await old.get("/dashboard").status == 303)
        #expect(try await old.post("/dashboard/tickets/1/notes", ["note": "x"]).status == 401)
        let hash = Digest.sha256(try Base64URL.decode(first).orThrow("not base64url"))
        #expect(await desk.events().contains(.sessionEnded(hash)), "its sockets close, too")
        #expect(try await browser.get("/dashboard").status == 200)
    }

    @Test func `the store keeps no session's id`() async throws {
        let desk = try await deskWithAna()
        let browser = desk.stranger()
        _ = try await browser.signIn(Cast.ana)
        let id = try Base64URL.decode(try browser.cookie("session").orThrow("no session")).orThrow("not base64url")
        #expect(id.count == 32)
        #expect(try await desk.store.session(id) == nil)
        #expect(try await desk.store.session(Digest.sha256(id))?.agent.id == desk.ana)
    }
}
