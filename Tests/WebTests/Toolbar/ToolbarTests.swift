import Desk
import HTTPTypes
import HummingbirdCore
import TestSupport
import Testing

@testable import Web

@Suite struct ToolbarTests {
    private static let crm = "https://crm.example"
    private static let framed = "/toolbar?oraParentFrame=https%3A%2F%2Fcrm.example&oraTbName=phone"

    private func desk() async throws -> TestDesk {
        let desk = try await TestDesk { $0.lines.fusion.origins = [WebOrigin(Self.crm)].compactMap { $0 } }
        try await desk.test.givePassword(to: Cast.ana)
        return desk
    }

    private func signIn(_ browser: Browser, password: String = Cast.ana.password, next: String = framed) async throws
        -> Answer
    {
        try await browser.post(
            "/toolbar/sign-in", ["username": Cast.ana.username, "password": password, "next": next])
    }

    // MARK: Who may frame it

    @Test func `a page on the list gets the phone, and what the phone needs to know of it`() async throws {
        let desk = try await desk()
        let answer = try await desk.browser(of: desk.ana).get(Self.framed)
        answer.expect(
            200, contains: ["data-fusion=", "https://crm.example", "static.oracle.com", "js/pages/toolbar.js"])
    }

    @Test func `another page is told which setting allows it, and gets nothing`() async throws {
        let desk = try await desk()
        let answer = try await desk.browser(of: desk.ana).get("/toolbar?oraParentFrame=https://evil.example")
        answer.expect(
            403, contains: ["https://evil.example", "DESKBELL_FUSION_ORIGINS"],
            mustNotContain: ["data-fusion", "pages/toolbar.js"])
    }

    @Test(arguments: ["nonsense", "javascript:alert(1)", "//crm.example", "https://u@crm.example", ""])
    func `an address that cannot be read is refused`(parent: String) async throws {
        let desk = try await desk()
        let answer = try await desk.stranger().get(
            "/toolbar?oraTbName=x&oraParentFrame=" + Query.encode(parent))
        answer.expect(400, contains: ["oraParentFrame"])
    }

    @Test func `two of a parameter are refused`() async throws {
        let desk = try await desk()
        try await desk.stranger().get(Self.framed + "&oraParentFrame=https://evil.example").expect(400)
    }

    @Test func `our own page may always frame it, and with no page around it is alone`() async throws {
        let desk = try await desk()
        let browser = try await desk.browser(of: desk.ana)
        try await browser.get("/toolbar?oraParentFrame=http://localhost").expect(200, contains: ["data-fusion="])
        try await browser.get("/toolbar").expect(200, mustNotContain: ["data-fusion="])
    }

    // MARK: Which library

    private func library(_ source: String?) throws -> String {
        var parameters: FlatDictionary<Substring, Substring> = [:]
        parameters["oraParentFrame"] = Self.crm[...]
        if let source { parameters["oraApiSource"] = source[...] }
        let allowed = [WebOrigin(Self.crm)].compactMap { $0 }
        return try ToolbarLaunch.read(parameters, own: "https://desk.example", allowed: allowed).orThrow("none").library
    }

    @Test(
        arguments: [
            nil, "/mcaInteractionV1.js", "https://crm.example/other.js",
            "https://crm.example/ui-events-framework-client.js.x", "https://static.oracle.com/cdn/mcaInteractionV1.js",
        ] as [String?])
    func `where another library is named, Oracle's own is loaded from Oracle`(source: String?) throws {
        #expect(try library(source) == ToolbarLaunch.oracleLibrary)
    }

    @Test(arguments: ["https://evil.example", "https://crm.example.evil.example", "http://crm.example"])
    func `a library of anybody else is refused`(origin: String) throws {
        #expect(throws: ToolbarLaunch.Problem.foreignLibrary(origin: origin)) {
            try library(origin + "/ui-events-framework-client.js")
        }
    }

    @Test(arguments: [
        "//evil.example/ui-events-framework-client.js", "javascript:alert(1)", "https://u@crm.example/x.js",
    ])
    func `a library's address that cannot be read is refused`(source: String) throws {
        #expect(throws: ToolbarLaunch.Problem.unreadable(parameter: "oraApiSource")) { try library(source) }
    }

    @Test func `an allowed page's library is taken, also by its path`() throws {
        let file = "ui-events-framework-client.js"
        #expect(try library("https://crm.example/\(file)") == "https://crm.example/\(file)")
        #expect(try library("/lib/\(file)") == "https://crm.example/lib/\(file)")
        #expect(try library("https://crm.example:443/\(file)") == "https://crm.example/\(file)")
        #expect(try library("https://desk.example/\(file)") == "https://desk.example/\(file)")
    }

    // MARK: Who is signed in

    @Test func `a stranger gets the small sign-in form, and comes back to the same address`() async throws {
        let desk = try await desk()
        let browser = desk.stranger()
        try await browser.get(Self.framed).expect(200, contains: ["Sign in", "/toolbar/sign-in"])
        let answer = try await signIn(browser)
        answer.expectRedirect(to: Self.framed + "&signedIn")
        try await browser.get(Self.framed).expect(200, contains: ["data-fusion="])
    }

    @Test func `its cookie belongs to the frame in that other page`() async throws {
        let desk = try await desk()
        let cookie = try await signIn(desk.stranger()).cookies.first.orThrow("no cookie")
        #expect(cookie.hasPrefix("toolbar="))
        #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=None; Secure; Partitioned"))
    }

    @Test func `over https the cookie is bound to the host`() async throws {
        let desk = try await TestDesk { $0.publicOrigin = WebOrigin("https://desk.example") }
        let cookies = desk.parts.cookies
        #expect(cookies.setToolbar([1]).hasPrefix("__Host-toolbar="))
        #expect(cookies.endToolbar.hasPrefix("__Host-toolbar=;"))
    }

    @Test(arguments: ["/dashboard", "/dashboard/tickets/1", "/dashboard/people", "/dashboard/phone"])
    func `its cookie opens no page of the desk`(path: String) async throws {
        let desk = try await desk()
        let browser = desk.stranger()
        _ = try await signIn(browser)
        #expect(try await browser.get(path).status == 303)
        #expect(try await browser.get("/token").status == 200)
        #expect(try await browser.get("/toolbar/window").status == 200)
    }

    @Test func `a wrong password is said, and the name kept`() async throws {
        let desk = try await desk()
        try await signIn(desk.stranger(), password: "wrong").expect(
            401, contains: ["The user name or the password is wrong.", "value=\"ana\""])
    }

    @Test func `a browser that keeps no cookie in the frame is told so`() async throws {
        let desk = try await desk()
        try await desk.stranger().get(Self.framed + "&signedIn").expect(200, contains: ["did not keep the sign-in"])
    }

    @Test(arguments: ["/dashboard", "https://evil.example/toolbar", "//evil.example", "/toolbarx", "/toolbar/window"])
    func `signing in leads to the toolbar alone`(next: String) async throws {
        let desk = try await desk()
        try await signIn(desk.stranger(), next: next).expectRedirect(to: "/toolbar?signedIn")
    }

    @Test func `signing out ends the frame's session`() async throws {
        let desk = try await desk()
        let browser = desk.stranger()
        _ = try await signIn(browser)
        try await browser.copy().post("/toolbar/sign-out", ["next": Self.framed]).expectRedirect(to: Self.framed)
        #expect(try await browser.get("/token").status == 401)
    }

    @Test func `another site's form signs nobody in`() async throws {
        let desk = try await desk()
        let site = try HTTPField.Name("Sec-Fetch-Site").orThrow("no name")
        let answer = try await desk.stranger().post(
            "/toolbar/sign-in", ["username": Cast.ana.username, "password": Cast.ana.password],
            headers: [site: "cross-site"])
        answer.expect(403)
    }
}
