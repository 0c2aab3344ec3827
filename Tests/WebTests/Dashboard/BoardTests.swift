import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@Suite struct BoardTests {
    @Test func `an agent sees every ticket with how to reach its customer`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer(Cast.robert)
        _ = try await desk.customer(Cast.erin)
        try await desk.browser(of: desk.ana).get("/dashboard").expect(
            200,
            contains: [
                "Robert Kane", "Erin O&#39;Hara", "+1 415-867-5309", "tel:+14158675309", "+44 20 7946 0958",
                "Call Customer",
                "/dashboard/tickets/1", "The ball &amp; the &lt;goal&gt; are gone.", "Open <b>2</b>", "Ana Diaz",
                "Go available", "Sign out", "data-first-page=\"true\"",
            ],
            mustNotContain: ["There are no support tickets yet.", ">People<"])
    }

    @Test func `with no ticket it says so`() async throws {
        let desk = try await TestDesk()
        try await desk.browser(of: desk.ana).get("/dashboard").expect(
            200, contains: ["There are no support tickets yet.", "Open <b>0</b>"])
    }

    @Test func `an admin finds the way to the people`() async throws {
        let desk = try await TestDesk()
        try await desk.browser(of: desk.dora).get("/dashboard").expect(200, contains: [">People<", "Dora Quist"])
    }

    @Test func `a customer can be called while their page is open, else it is said why not`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard").expect(
            200, contains: ["data-not-callable", "Their page is not open. Call the number from your phone."],
            mustNotContain: ["page open"])
        try await desk.store.openConnection("c", of: .ticket(detail.ticket.id), tab: "t", server: "server")
        try await ana.get("/dashboard").expect(
            200, contains: ["page open", "data-call-customer"],
            mustNotContain: ["data-not-callable", "page is not open"])
    }

    @Test func `a stranger is sent to sign in and comes back`() async throws {
        let desk = try await TestDesk()
        try await desk.stranger().get("/dashboard?after=0-7").expectRedirect(
            to: "/sign-in?next=%2Fdashboard%3Fafter%3D0-7")
    }

    @Test(arguments: ["session=", "session=x", "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
    func `whoever has no session of ours is a stranger`(cookie: String) async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().get("/dashboard", headers: [.cookie: cookie])
        #expect(answer.status == 303)
    }

    @Test func `a customer's cookies open nothing`() async throws {
        let desk = try await TestDesk()
        let (browser, _) = try await desk.customer()
        #expect(try await browser.get("/dashboard").status == 303)
        #expect(try await browser.get("/dashboard/tickets/1").status == 303)
    }

    @Test func `fifty stand on a page, and the pages follow each other without loss`() async throws {
        let desk = try await TestDesk()
        for number in 1...120 { _ = try await desk.test.file("Customer \(number)", submission: "\(number)") }
        let ana = try await desk.browser(of: desk.ana)
        var path: String? = "/dashboard"
        var seen: [String] = []
        var pages: [Int] = []
        while let next = path {
            let answer = try await ana.get(next)
            let ids = answer.text.matches(of: #/<li class="row" id="ticket-(\d+)"/#).map { String($0.output.1) }
            seen += ids
            pages.append(ids.count)
            path = answer.text.firstMatch(of: #/href="([^"]*)" rel="next"/#).map { String($0.output.1) }
        }
        #expect(pages == [50, 50, 20])
        #expect(seen == (1...120).reversed().map { String($0) })
    }

    @Test func `from an older page the way leads back to the newest`() async throws {
        let desk = try await TestDesk()
        for number in 1...60 { _ = try await desk.test.file(submission: "\(number)") }
        let ana = try await desk.browser(of: desk.ana)
        let older = try await ana.get("/dashboard?after=0-11")
        older.expect(200, contains: ["data-first-page=\"false\""])
        let back = older.text.firstMatch(of: #/href="([^"]*)" rel="prev"/#).map { String($0.output.1) }
        try await ana.get(try back.orThrow("no way back")).expect(200, contains: ["ticket-60", "ticket-11"])
    }

    @Test(arguments: [
        "", "x", "0", "0-", "-", "3-1", "-1-1", "0-0", "0--1", "0-1-1", "0-9223372036854775808", "0-1%00",
        "0-%F0%9F%8F%BB",
        "9223372036854775808-1", "0-١",
    ])
    func `a place that is none of ours is not found`(place: String) async throws {
        let desk = try await TestDesk()
        let ana = try await desk.browser(of: desk.ana)
        for direction in ["after", "before"] {
            #expect(try await ana.get("/dashboard?\(direction)=\(place)").status == 404, "\(direction)=\(place)")
        }
    }

    @Test(arguments: ["0-9223372036854775807", "2-1", "1-9223372036854775807"])
    func `the ends of the world are places like any other`(place: String) async throws {
        let desk = try await TestDesk()
        _ = try await desk.test.file()
        let ana = try await desk.browser(of: desk.ana)
        #expect(try await ana.get("/dashboard?after=\(place)").status == 200)
        #expect(try await ana.get("/dashboard?before=\(place)").status == 200)
    }
}
