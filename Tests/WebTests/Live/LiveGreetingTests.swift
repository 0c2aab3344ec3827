import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct LiveGreetingTests {
    @Test func `an agent is known by the cookie and told how they stand`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let page = try await live.open(try await live.desk.browser(of: live.desk.ana)).orThrow("no socket")
            page.say(#"{"type":"hello","as":"agent","tab":"t"}"#)
            let ready = try await page.next()
            #expect(ready.type == "ready")
            #expect(ready["presence"]?.string == "away")
            #expect(ready["icePolicy"]?.string == "all")
            #expect(ready["ice"] == .array([]))
            #expect(ready["now"]?.number == Double(live.desk.clock.now.milliseconds))
        }
    }

    @Test func `a page that was rendered before something changed is told that it is stale`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let mark = live.desk.parts.bus.mark
            for (said, isStale) in [(mark, false), ("", true), ("x", true), (mark + "1", true)] {
                let browser = live.desk.stranger()
                let page = try await live.open(browser).orThrow("no socket")
                let token = try await live.token(browser, "/")
                page.say(#"{"type":"hello","token":"\#(token)","tab":"t","mark":"\#(said)"}"#)
                #expect(try await page.next("ready")["stale"]?.flag == isStale)
            }
        }
    }

    @Test(arguments: [
        "", "{}", "null", #"{"type":"ping"}"#, #"{"type":"hello"}"#, #"{"type":"answer","call":"k"}"#, "\u{0}",
        #"{"type":"hello","tab":"a b"}"#,
    ])
    func `T46 whoever does not greet is shown out`(first: String) async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let page = try await live.open(try await live.desk.browser(of: live.desk.ana)).orThrow("no socket")
            page.say(first)
            #expect(await page.closing() == LivePage.Closed(code: 1008, reason: "hello expected"))
            #expect(live.desk.parts.hub.agentSockets.isEmpty)
        }
    }

    @Test func `who has no session, or one that ended, is sent to sign in`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let browser = try await live.desk.browser(of: live.desk.ana)
            let strangers = [try await live.open(live.desk.stranger()), try await live.open(browser)]
            _ = try await browser.copy().post("/sign-out")
            for page in strangers.compactMap({ $0 }) {
                page.say(#"{"type":"hello","as":"agent","tab":"t"}"#)
                #expect(await page.closing() == LivePage.Closed(code: 4401, reason: "signed out"))
            }
            for page in strangers.compactMap({ $0 }) { await page.ended() }
            #expect(live.desk.parts.hub.agentSockets.isEmpty)
        }
    }

    @Test(arguments: ["", "x.y.z", "eyJhbGciOiJub25lIn0.e30."]) func `a token that is none of ours is refused`(
        token: String
    ) async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let page = try await live.open(try await live.desk.browser(of: live.desk.ana)).orThrow("no socket")
            page.say(#"{"type":"hello","token":"\#(token)","tab":"t"}"#)
            #expect(await page.closing() == LivePage.Closed(code: 4403, reason: "token refused"))
        }
    }

    @Test func `an agent's token for the carrier opens no agent's socket`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let token = try await live.token(try await live.desk.browser(of: live.desk.ana), "/dashboard")
            let page = try await live.open(live.desk.stranger()).orThrow("no socket")
            page.say(#"{"type":"hello","token":"\#(token)","tab":"t"}"#)
            #expect(await page.closing()?.code == 4403)
        }
    }

    @Test func `who stays silent is shown out after a while, who greeted is not`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let silent = try await live.open(live.desk.stranger()).orThrow("no socket")
            let greeted = try await live.visitor()
            let hub = live.desk.parts.hub
            _ = try await greeted.told()
            hub.expectGreeting(of: silent.connection)
            hub.closeStrangers(silentFor: .seconds(10), at: .now + .seconds(9))
            hub.closeStrangers(silentFor: .seconds(10), at: .now + .seconds(11))
            #expect(await silent.closing() == LivePage.Closed(code: 1008, reason: "hello expected"))
            #expect(try await greeted.told().isEmpty)
        }
    }

    @Test func `T47 one address has sixty customers' pages open at most`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let browser = live.desk.stranger(address: "203.0.113.1")
            var pages: [LivePage] = []
            for number in 0..<60 { pages.append(try await live.customer(browser, tab: "t\(number)")) }
            let next = try await live.open(browser).orThrow("no socket")
            next.say(#"{"type":"hello","token":"\#(try await live.token(browser, "/"))","tab":"t"}"#)
            #expect(await next.closing() == LivePage.Closed(code: 4429, reason: "too many pages"))
            _ = try await live.visitor(address: "203.0.113.2")
            pages[0].leave()
        }
    }

    @Test func `a socket whose greeting fails half-way leaves nothing behind`() async throws {
        let (desk, database) = try await TestDesk.scripted()
        let (browser, detail) = try await desk.customer()
        try await LiveDesk.run(desk) { live in
            let path = "/t/\(detail.ticket.key)"
            let token = try await live.token(browser, path)
            let page = try await live.open(browser).orThrow("no socket")
            // The row is written, then the storage is busy once.
            database.beforeWrites {
                database.beforeReads {
                    database.beforeReads {}
                    throw StorageError.locked
                }
            }
            page.say(#"{"type":"hello","token":"\#(token)","tab":"t"}"#)
            #expect(await page.closing()?.code == 1011)
            database.beforeWrites {}
            database.beforeReads {}
            await page.ended()
            #expect(desk.parts.hub.sockets(of: .ticket(detail.ticket.id)).isEmpty)
            let after = try await desk.store.ticket(detail.ticket.id).orThrow("no ticket")
            #expect(!after.isPageOpen, "nobody is there who could be rung")
        }
    }
}
