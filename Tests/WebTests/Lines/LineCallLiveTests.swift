import Desk
import Store
import TestSupport
import Testing

@testable import Web

/// Calls that vendors keep, as agents' pages report and show them.
@Suite(.timeLimit(.minutes(10))) struct LineCallLiveTests {
    private static let robert = #""number":"+14158675309""#

    private func desk(_ change: (inout DeskSettings) -> Void = { _ in }) async throws -> TestDesk {
        try await TestDesk {
            $0.lines.offered = [.embedded, .amazonConnect]
            change(&$0)
        }
    }

    private func say(_ page: LivePage, _ state: String, line: String = "amazon-connect", _ more: String = "") {
        let rest = more.isEmpty ? "" : "," + more
        page.say(#"{"type":"lineCall","line":"\#(line)","call":"c1","state":"\#(state)","direction":"in"\#(rest)}"#)
    }

    private func told(_ page: LivePage) async throws -> JSONValue? {
        try await page.told().last { $0.type == "lineCall" }
    }

    @Test func `each change is told to all the agent's pages, and to nobody else`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            let second = try await live.agent(live.desk.ana, tab: "second")
            let ben = try await live.agent(live.desk.ben, tab: "ben")
            _ = try await live.desk.customer()
            for page in [ana, second, ben] { _ = try await page.told() }
            say(ana, "ringing", Self.robert)
            let rung = try await told(ana).orThrow("not told")
            #expect(rung["state"]?.string == "ringing" && rung["call"]?.string == "c1")
            #expect(rung["line"]?.string == "amazon-connect" && rung["with"]?.string == "+1 415-867-5309")
            #expect(rung["number"]?.string == "+1 415-867-5309" && rung["unverified"]?.flag == true)
            #expect(rung["ticket"] == .null && rung["wrapUp"]?.flag == false)
            #expect(rung["pop"]?.string == nil)
            say(ana, "live", Self.robert)
            let answered = try await told(ana).orThrow("not told")
            #expect(answered["with"]?.string == "Robert Kane" && answered["ticket"]?.string == "/dashboard/tickets/1")
            #expect(answered["pop"]?.string == "/dashboard/tickets/1" && answered["wrapUp"]?.flag == true)
            #expect(try await told(second)?["state"]?.string == "live")
            let others = try await ben.told()
            #expect(!others.contains { $0.type == "lineCall" || $0.type == "call" })
            #expect(others.contains { $0["id"]?.string == "ticket-1" }, "the row says that the customer is in a call")
            #expect(try await !ana.told().contains { $0.type == "call" })
        }
    }

    @Test func `its end is on the ticket, and a wrap-up begins`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            _ = try await live.desk.customer()
            say(ana, "live", Self.robert)
            _ = try await ana.told()
            say(ana, "ended", #""reason":"hangup","by":"customer""#)
            let messages = try await ana.told()
            #expect(messages.last { $0.type == "lineCall" }?["state"]?.string == "ended")
            let wrapUp = messages.last { $0.type == "wrapUp" }
            #expect(wrapUp != nil)
            let page = try await live.desk.browser(of: live.desk.ana).get("/dashboard/tickets/1")
            page.expect(200, contains: ["The customer called support.", "Talked with Ana Diaz for"])
        }
    }

    @Test func `a page that opens hears of the call that goes on, and who repeats it is answered`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            say(ana, "live")
            let key = try await told(ana)?["key"]?.string
            let again = try await live.open(try await live.desk.browser(of: live.desk.ana)).orThrow("no socket")
            again.say(#"{"type":"hello","tab":"again"}"#)
            #expect(try await again.next("lineCall")["key"]?.string == key)
            say(again, "live")
            #expect(try await again.next("lineCall")["key"]?.string == key)
        }
    }

    @Test func `without a number a ticket is filed, with several one is chosen`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            say(ana, "live", #""name":"Somebody""#)
            let found = try await told(ana).orThrow("not told")
            let key = try found["key"]?.string.orThrow("no key") ?? ""
            #expect(found["pop"]?.string == "/dashboard/tickets/new?call=\(key)" && found["with"]?.string == "Somebody")
            try await live.desk.browser(of: live.desk.ana).get(found["pop"]?.string ?? "").expect(200)
        }
    }

    @Test func `lines that the desk has not are not written down`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            for line in ["genesys", "toolbar"] {
                say(ana, "live", line: line)
                #expect(try await told(ana) == nil)
            }
            #expect(try await live.desk.store.runningLineCalls().isEmpty)
        }
    }

    @Test func `a partner's toolbar is a line once the dashboard shows one`() async throws {
        let desk = try await desk { $0.lines.partnerToolbar = WebAddress("https://bar.example.com/") }
        try await LiveDesk.run(desk) { live in
            let ana = try await live.agent(desk.ana, tab: "ana")
            say(ana, "live", line: "toolbar")
            #expect(try await told(ana)?["line"]?.string == "toolbar")
        }
    }

    @Test func `customers report nothing, and nonsense is said to be that`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let visitor = try await live.visitor()
            say(visitor, "live")
            #expect(try await told(visitor) == nil)
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            for more in [#""ticket":"1""#, #""reason":"because""#, #""by":7"#, #""number":{}"#, #""ticket":-4"#] {
                say(ana, "live", more)
                #expect(try await ana.next("error")["code"]?.string == "unreadable")
            }
            #expect(try await live.desk.store.runningLineCalls().isEmpty)
        }
    }

    @Test func `silence ends it at the desk's own timer`() async throws {
        try await LiveDesk.run(try await desk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "ana")
            say(ana, "live")
            _ = try await ana.told()
            live.desk.clock.advance(seconds: 90)
            try await live.desk.parts.lines.endSilent()
            #expect(try await told(ana)?["state"]?.string == "ended")
        }
    }

    // MARK: Whether telephones can be called

    @Test(
        arguments: [(LineName.amazonConnect, true), (.genesys, true), (.embedded, false)])
    func `a page says what the agent's line reaches, whatever Twilio does`(line: LineName, isPossible: Bool)
        async throws
    {
        let desk = try await desk { $0.lines.offered = [.embedded, .amazonConnect, .genesys] }
        try await desk.store.chooseLine(line, for: desk.ana)
        try await LiveDesk.run(desk) { live in
            let page = try await live.open(try await desk.browser(of: desk.ana)).orThrow("no socket")
            page.say(#"{"type":"hello","tab":"ana"}"#)
            let message = try await page.next("phone")
            #expect(message["possible"]?.flag == isPossible)
            #expect((message["words"] == .null) == isPossible)
        }
    }
}
