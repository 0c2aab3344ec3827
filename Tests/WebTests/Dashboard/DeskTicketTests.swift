import Desk
import Store
import TestSupport
import Testing

@Suite struct DeskTicketTests {
    @Test func `an agent sees all there is of a ticket`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer(Cast.erin)
        try await desk.store.addNote("Asked for a photo.", to: detail.ticket.id, by: desk.ben)
        try await desk.store.changeStatus(of: detail.ticket.id, to: .solved, by: desk.ana)
        try await desk.browser(of: desk.ana).get("/dashboard/tickets/1").expect(
            200,
            contains: [
                "Erin O&#39;Hara", "+44 20 7946 0958", "The ball &amp; the &lt;goal&gt; are gone.",
                "Asked for a photo.",
                "Note by Ben Ito", "Marked solved by Ana Diaz.", "Ticket filed.", "Call Customer",
            ],
            mustNotContain: [detail.ticket.key])
    }

    @Test func `a stranger is sent to sign in, whatever the ticket`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        for id in ["1", "2", "x"] {
            let answer = try await desk.stranger().get("/dashboard/tickets/\(id)")
            answer.expectRedirect(to: "/sign-in?next=%2Fdashboard%2Ftickets%2F\(id)")
        }
    }

    static let noTickets = [
        "2", "0", "-1", "+1", "%2B1", "01", "1.0", "1e0", "%201", "1%20", "1%00", "0x1", "9223372036854775807",
        "9223372036854775808", "18446744073709551617", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "%D9%A1", "1;2", "*",
        "null",
    ]

    @Test(arguments: noTickets) func `T23 an id that is no ticket's is the same 404 for reading and writing`(
        id: String
    ) async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let before = try await desk.contents()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard/tickets/\(id)").expect(404, contains: ["This page does not exist"])
        try await ana.post("/dashboard/tickets/\(id)/status", ["status": "solved"])
            .expect(404, contains: ["This page does not exist"])
        try await ana.post("/dashboard/tickets/\(id)/notes", ["note": "x"])
            .expect(404, contains: ["This page does not exist"])
        #expect(try await desk.contents() == before)
    }

    // MARK: Status

    @Test(arguments: ["open", "pending", "solved"]) func `an agent changes the status`(status: String) async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let ana = try await desk.browser(of: desk.ana)
        _ = await desk.events()
        try await ana.post("/dashboard/tickets/1/status", ["status": status]).expectRedirect(to: "/dashboard/tickets/1")
        let after = try await desk.store.ticket(detail.ticket.id).orThrow("no ticket")
        #expect(after.ticket.status.rawValue == status)
        #expect(await desk.events() == (status == "open" ? [] : [.ticketChanged(detail.ticket.id)]))
        #expect(after.moments.count == (status == "open" ? 1 : 2))
    }

    @Test(arguments: ["", "closed", "OPEN", "open ", "solved\u{301}", "0"])
    func `a status there is not is refused and named`(status: String) async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let before = try await desk.contents()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.post("/dashboard/tickets/1/status", ["status": status])
            .expect(422, contains: ["The field status must be open, pending or solved."])
        #expect(try await desk.contents() == before)
    }

    // MARK: Notes

    @Test func `an agent writes a note that the customer does not see`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        let ana = try await desk.browser(of: desk.ana)
        _ = await desk.events()
        try await ana.post("/dashboard/tickets/1/notes", ["note": " First line\r\nsecond <line>\r\n"])
            .expectRedirect(to: "/dashboard/tickets/1")
        let moments = try await desk.store.ticket(detail.ticket.id).orThrow("no ticket").moments
        #expect(moments.last?.what == .note("First line\nsecond <line>", by: "Ana Diaz"))
        #expect(await desk.events() == [.ticketChanged(detail.ticket.id)])
        try await ana.get("/dashboard/tickets/1").expect(200, contains: ["second &lt;line&gt;"])
        try await browser.get("/t/\(detail.ticket.key)").expect(200, mustNotContain: ["First line"])
    }

    static let wrongNotes: [(String, String)] = [
        ("", "Write the note first."), (" \r\n ", "Write the note first."), ("a\u{8}b", "cannot be shown"),
        (String(repeating: "球", count: 10_001), "This note is too long."),
    ]

    @Test(arguments: wrongNotes)
    func `a note that cannot be taken is kept in its form`(note: String, words: String) async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let before = try await desk.contents()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.post("/dashboard/tickets/1/notes", ["note": note])
            .expect(422, contains: [words, note, "aria-invalid=\"true\"", Cast.robert.problem])
        #expect(try await desk.contents() == before)
        #expect(await desk.events().filter { $0 == .ticketChanged(TicketID(1)) }.isEmpty)
    }

    // MARK: Refused

    @Test(arguments: ["/dashboard/tickets/1/status", "/dashboard/tickets/1/notes"])
    func `who is signed out, or never was in, changes nothing`(path: String) async throws {
        let desk = try await TestDesk()
        let (customer, _) = try await desk.customer()
        let ana = try await desk.browser(of: desk.ana)
        try await desk.store.disable(desk.ana)
        let before = try await desk.contents()
        for browser in [desk.stranger(), customer, ana] {
            try await browser.post(path, ["status": "solved", "note": "x"]).expect(
                401, contains: ["You are not signed in"])
        }
        #expect(try await desk.contents() == before)
    }
}
