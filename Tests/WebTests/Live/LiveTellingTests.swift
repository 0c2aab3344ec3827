import Desk
import Store
import TestSupport
import Testing

@testable import Web

/// What pages are told of what others do, and what they are not.
@Suite(.timeLimit(.minutes(10))) struct LiveTellingTests {
    private func fragments(_ messages: [JSONValue]) -> [String] {
        messages.filter { $0.type == "fragment" }.compactMap { $0["id"]?.string }
    }

    @Test func `a new ticket stands on every dashboard, at the top of its list`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let pages = [try await live.agent(live.desk.ana, tab: "a"), try await live.agent(live.desk.ben, tab: "b")]
            for page in pages { _ = try await page.told() }
            _ = try await live.desk.stranger().file(Cast.robert)
            for page in pages {
                let told = try await page.told()
                #expect(fragments(told) == ["ticket-1", "counts"])
                #expect(told[0]["list"]?.string == "tickets")
                #expect(told[0]["html"]?.string?.contains("Robert Kane") == true)
                #expect(told[1]["html"]?.string?.contains("Open <b>1</b>") == true)
            }
        }
    }

    @Test func `a change reaches the row, the watched ticket and the customer's page`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        try await LiveDesk.run(desk) { live in
            let ana = try await live.agent(desk.ana, tab: "a")
            let ben = try await live.agent(desk.ben, tab: "b")
            let robert = try await live.customer(browser, path: "/t/\(detail.ticket.key)")
            let mark = desk.parts.bus.mark
            ana.say(#"{"type":"watch","ticket":1,"mark":"\#(mark)"}"#)
            for page in [robert, ana, ben] { _ = try await page.told() }
            let dora = try await desk.browser(of: desk.dora)
            _ = try await dora.post("/dashboard/tickets/1/notes", ["note": "Only among us."])
            #expect(fragments(try await ben.told()) == ["ticket-1", "counts"])
            let watched = try await ana.told()
            #expect(fragments(watched) == ["ticket-1", "counts", "ticket-detail"])
            #expect(watched.last?["html"]?.string?.contains("Only among us.") == true)
            #expect(watched.allSatisfy { $0["list"] == nil })
            let told = try await robert.told()
            #expect(fragments(told) == ["ticket"])
            #expect(told.allSatisfy { $0["html"]?.string?.contains("among us") == false })
            ana.say(#"{"type":"watch","ticket":null}"#)
            _ = try await ana.told()
            _ = try await dora.post("/dashboard/tickets/1/status", ["status": "solved"])
            #expect(fragments(try await ana.told()) == ["ticket-1", "counts"])
        }
    }

    @Test func `who watches a page rendered before a change is told what it missed`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        try await LiveDesk.run(desk) { live in
            let ana = try await live.agent(desk.ana, tab: "a")
            let mark = try await desk.browser(of: desk.ana).get("/dashboard/tickets/1").mark.orThrow("no mark")
            _ = try await desk.browser(of: desk.ben).post("/dashboard/tickets/1/status", ["status": "solved"])
            _ = try await ana.told()
            ana.say(#"{"type":"watch","ticket":1,"mark":"\#(mark)"}"#)
            #expect(fragments(try await ana.told()).contains("ticket-detail"))
            ana.say(#"{"type":"watch","ticket":1,"mark":"\#(desk.parts.bus.mark)"}"#)
            #expect(try await ana.told().isEmpty, "a fresh page has missed nothing")
        }
    }

    @Test func `customers are told when the number of free agents changes, and only then`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "a", isAvailable: false)
            let robert = try await live.visitor()
            for page in [ana, robert] { _ = try await page.told() }
            ana.say(#"{"type":"presence","presence":"available"}"#)
            _ = try await ana.told()
            let first = try await robert.told()
            #expect(fragments(first) == ["desk-state"])
            #expect(first.first?["html"]?.string?.contains("1 agent is available") == true)
            ana.say(#"{"type":"presence","presence":"available"}"#)
            _ = try await ana.told()
            #expect(try await robert.told().isEmpty)
            ana.leave()
            await ana.ended()
            #expect(fragments(try await robert.told()).last == "desk-state")
        }
    }

    @Test func `an agent's tabs all know the presence that one of them chose`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let first = try await live.agent(live.desk.ana, tab: "1", isAvailable: false)
            let second = try await live.agent(live.desk.ana, tab: "2", isAvailable: false)
            let ben = try await live.agent(live.desk.ben, tab: "b", isAvailable: false)
            for page in [first, second, ben] { _ = try await page.told() }
            first.say(#"{"type":"presence","presence":"available"}"#)
            _ = try await first.told()
            #expect(try await second.told().contains { $0.type == "presence" && $0["presence"]?.string == "available" })
            #expect(try await ben.told().allSatisfy { $0.type != "presence" })
        }
    }

    @Test func `T27 customers hear nothing of tickets, calls and people that are not theirs`() async throws {
        let desk = try await TestDesk()
        let (robertsBrowser, robertsTicket) = try await desk.customer(Cast.robert)
        try await LiveDesk.run(desk) { live in
            let ana = try await live.agent(desk.ana, tab: "a")
            let robert = try await live.customer(robertsBrowser, path: "/t/\(robertsTicket.ticket.key)", tab: "robert")
            let visitor = try await live.visitor(tab: "visitor")
            robert.say(#"{"type":"watch","ticket":2}"#)
            visitor.say(#"{"type":"watch","ticket":1}"#)
            visitor.say(#"{"type":"presence","presence":"away"}"#)
            for page in [robert, visitor, ana] { _ = try await page.told() }
            let (erinsBrowser, erinsTicket) = try await desk.customer(Cast.erin)
            let erin = try await live.customer(erinsBrowser, path: "/t/\(erinsTicket.ticket.key)", tab: "erin")
            _ = try await desk.browser(of: desk.ben).post("/dashboard/tickets/2/status", ["status": "pending"])
            _ = try await desk.browser(of: desk.ben).post("/dashboard/tickets/1/notes", ["note": "Only among us."])
            erin.say(#"{"type":"dial","ref":"r"}"#)
            _ = try await erin.told()
            for page in [robert, visitor] {
                for message in try await page.told() {
                    #expect(message.type == "fragment")
                    #expect(["desk-state", "ticket"].contains(message["id"]?.string))
                    let html = message["html"]?.string ?? ""
                    for foreign in ["Hara", "Only among us", "Ana", "ball", "7946"] { #expect(!html.contains(foreign)) }
                }
            }
            #expect(try await desk.store.agents().first { $0.id == desk.ana }?.presence == .available)
        }
    }

    // MARK: Revoked

    @Test func `T12 the sockets of a session close as it ends, and no others`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let browser = try await live.desk.browser(of: live.desk.ana)
            let page = try await live.open(browser).orThrow("no socket")
            page.say(#"{"type":"hello","as":"agent","tab":"t"}"#)
            _ = try await page.told()
            let other = try await live.agent(live.desk.ana, tab: "other")
            _ = try await browser.post("/sign-out")
            #expect(await page.closing() == LivePage.Closed(code: 4401, reason: "signed out"))
            _ = try await other.told()
        }
    }

    @Test(arguments: ["disable", "password"]) func `T12 every socket of an agent closes when they are shut out`(
        action: String
    ) async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let pages = [try await live.agent(live.desk.ana, tab: "1"), try await live.agent(live.desk.ana, tab: "2")]
            let ben = try await live.agent(live.desk.ben, tab: "b")
            let dora = try await live.desk.browser(of: live.desk.dora)
            let answer = try await dora.post(
                "/dashboard/people/\(live.desk.ana)/\(action)", ["password": "a fresh set of wheels"])
            #expect(answer.status == 303)
            for page in pages { #expect(await page.closing()?.code == 4401) }
            _ = try await ben.told()
        }
    }

    @Test func `an open page is use, and its socket closes when the session is over all the same`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let page = try await live.agent(live.desk.ana, tab: "1")
            let parts = live.desk.parts
            let keeper = SessionKeeper(store: parts.store, hub: parts.hub, logger: parts.logger)
            for _ in 0..<24 {
                live.desk.clock.advance(seconds: 29 * 60)
                try await keeper.keep()
            }
            _ = try await page.told()
            live.desk.clock.advance(seconds: 24 * 60 + 1)
            try await keeper.keep()
            #expect(await page.closing() == LivePage.Closed(code: 4401, reason: "signed out"))
        }
    }

    // MARK: Asleep

    @Test func `a page that does not answer is not rung, and told so when it wakes`() async throws {
        try await LiveDesk.run(try await TestDesk()) { live in
            let ana = try await live.agent(live.desk.ana, tab: "a")
            let heartbeat = live.desk.parts.liveEndpoint.heartbeat
            try await heartbeat.beat()
            ana.say(#"{"type":"beat"}"#)
            _ = try await ana.told()
            try await heartbeat.beat()
            #expect(try await live.desk.store.freeAgentCount() == 1, "one that is slow is no sleeper")
            let since = live.desk.clock.now
            try await heartbeat.beat()
            #expect(try await live.desk.store.freeAgentCount() == 0)
            live.desk.clock.advance(seconds: 180)
            ana.say(#"{"type":"beat"}"#)
            let woken = try await ana.next("woken")
            #expect(woken["from"]?.number == Double(since.milliseconds))
            #expect(woken["to"]?.number == Double(live.desk.clock.now.milliseconds))
            #expect(try await live.desk.store.freeAgentCount() == 1)
        }
    }
}
