import Desk
import Store
import TestSupport
import Testing

@testable import Web

/// The line that an agent takes calls on.
@Suite struct LineChoiceTests {
    private func desk(_ offered: [LineName] = [.embedded, .amazonConnect, .genesys]) async throws -> TestDesk {
        let panel = try WebAddress("https://shop.my.connect.aws/ccp-v2/").orThrow("no address")
        let genesys = try WebAddress("https://genesys.example.com").orThrow("no address")
        return try await TestDesk {
            $0.lines.connect = ConnectSettings(panel: panel, region: "us-east-1", streams: .file("/nowhere.js"))
            $0.lines.genesys = GenesysSettings(url: genesys)
            $0.lines.offered = offered
        }
    }

    private func line(of agent: AgentID, _ desk: TestDesk) async throws -> LineName? {
        try await desk.store.agents().first { $0.id == agent }?.line
    }

    @Test func `an agent chooses among the lines that are offered`() async throws {
        let desk = try await desk()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard").expect(
            200, contains: ["href=\"/dashboard/phone\"", "data-line=\"embedded\""],
            mustNotContain: ["data-line-settings"])
        try await ana.get("/dashboard/phone").expect(
            200,
            contains: [
                "Amazon Connect", "Genesys", "value=\"embedded\" aria-describedby=\"line-embedded-purpose\" checked",
            ],
            mustNotContain: ["Where calls ring"])
        let answer = try await ana.post("/dashboard/phone", ["line": "amazon-connect"])
        #expect(await desk.events() == [.presence(desk.ana), .availability])
        try await ana.get(try answer.location.orThrow("no location")).expect(
            200, contains: ["Your line is Amazon Connect.", "aria-describedby=\"line-amazon-connect-purpose\" checked"])
        #expect(try await line(of: desk.ana, desk) == .amazonConnect)
        #expect(try await line(of: desk.ben, desk) == nil)
    }

    @Test func `pages are told of the line and what it needs`() async throws {
        let desk = try await desk()
        let ana = try await desk.browser(of: desk.ana)
        try await desk.store.chooseLine(.amazonConnect, for: desk.ana)
        try await ana.get("/dashboard").expect(
            200,
            contains: [
                "data-line=\"amazon-connect\"", "&quot;panel&quot;:&quot;https://shop.my.connect.aws/ccp-v2/&quot;",
                "&quot;region&quot;:&quot;us-east-1&quot;",
                "&quot;streams&quot;:&quot;/vendor/missing/amazon-connect-streams.js&quot;",
            ])
        try await desk.store.chooseLine(.genesys, for: desk.ana)
        try await ana.get("/dashboard").expect(
            200, contains: ["data-line=\"genesys\"", "{&quot;needsSignIn&quot;:false}"])
        try await desk.stranger().get("/").expect(200, mustNotContain: ["data-line"])
    }

    @Test(arguments: ["", "twilio", "Genesys", "genesys\u{301}"])
    func `what is not offered is refused in words`(line: String) async throws {
        let desk = try await desk()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.post("/dashboard/phone", ["line": line]).expect(422, contains: ["Choose one of each."])
        #expect(try await self.line(of: desk.ana, desk) == nil)
        #expect(await desk.events() == [])
    }

    @Test func `a line that is offered no longer gives way to the first`() async throws {
        let desk = try await desk([.genesys, .embedded])
        try await desk.store.chooseLine(.amazonConnect, for: desk.ana)
        try await desk.browser(of: desk.ana).get("/dashboard").expect(200, contains: ["data-line=\"genesys\""])
    }

    @Test func `with one line there is nothing to choose`() async throws {
        let desk = try await desk([.amazonConnect])
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard").expect(
            200, contains: ["data-line=\"amazon-connect\""], mustNotContain: ["/dashboard/phone"])
        try await ana.get("/dashboard/phone").expect(404)
        try await ana.post("/dashboard/phone", ["line": "amazon-connect"]).expect(404)
    }

    @Test func `rows call telephones where any line reaches them`() async throws {
        for (offered, isByPhone) in [([LineName.embedded, .genesys], true), ([.embedded], false)] {
            let desk = try await desk(offered)
            _ = try await desk.customer()
            let page = try await desk.browser(of: desk.ana).get("/dashboard")
            #expect(page.contains("data-by=\"phone\"") == isByPhone, "\(offered)")
        }
    }

    @Test func `Streams is served from the operator's file, for ever`() async throws {
        let panel = try WebAddress("https://shop.my.connect.aws/ccp-v2/").orThrow("no address")
        let desk = try await TestDesk {
            $0.lines.connect = ConnectSettings(
                panel: panel, region: "us-east-1", streams: .file(Project.path("Public/js/early.js")))
            $0.lines.offered = [.amazonConnect]
        }
        let page = try await desk.browser(of: desk.ana).get("/dashboard")
        let address = try page.text.firstMatch(of: #/&quot;(/vendor/[^&]+)&quot;/#).map { String($0.output.1) }
            .orThrow("no address")
        let script = try await desk.stranger().get(address)
        script.expect(200)
        #expect(script.header("Content-Type") == "text/javascript; charset=utf-8")
        #expect(script.header("Cache-Control") == "public, max-age=31536000, immutable")
    }
}
