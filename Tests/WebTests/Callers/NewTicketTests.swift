import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct NewTicketTests {
    @Test func `an agent files the caller's ticket from a form that has their number`() async throws {
        let desk = try await TestDesk()
        let call = try await desk.talk(from: "+14158675309")
        let ana = try await desk.browser(of: desk.ana)
        let page = try await ana.get("/dashboard/tickets/new?call=\(call.key)")
        page.expect(200, contains: ["value=\"+1 415-867-5309\"", "Number not verified", "value=\"\(call.key)\""])
        let submission = try page.value(of: "submission").orThrow("no submission")
        _ = await desk.events()
        for _ in 0..<2 {
            try await ana.post(
                "/dashboard/tickets/new",
                [
                    "name": "Robert Kane", "phone_number": "+1 415-867-5309", "description": "It broke.",
                    "submission": submission, "call": call.key,
                ]
            ).expectRedirect(to: "/dashboard/tickets/1")
        }
        #expect(
            await desk.events() == [.ticketFiled(TicketID(1)), .ticketChanged(TicketID(1)), .call(call.id)])
        #expect(try await desk.store.call(call.id)?.ticket == TicketID(1))
        #expect(try await desk.store.board(.first).counts.open == 1)
        try await ana.get("/dashboard/tickets/new?call=\(call.key)").expectRedirect(to: "/dashboard/tickets/1")
    }

    @Test func `an agent files a ticket without any call`() async throws {
        let desk = try await TestDesk()
        let ana = try await desk.browser(of: desk.ana)
        try await ana.get("/dashboard/tickets/new").expect(200, mustNotContain: ["Number not verified", "A visitor"])
        try await ana.post(
            "/dashboard/tickets/new",
            ["name": "Erin", "phone_number": Cast.erin.phone, "description": "It broke."]
        ).expectRedirect(to: "/dashboard/tickets/1")
        #expect(await desk.events() == [.ticketFiled(TicketID(1))])
    }

    @Test func `a caller without a number has the field empty`() async throws {
        let desk = try await TestDesk()
        let call = try await desk.talk(from: "+266696687")
        let ana = try await desk.browser(of: desk.ana)
        let page = try await ana.get("/dashboard/tickets/new?call=\(call.key)")
        page.expect(200, contains: ["Anonymous caller"], mustNotContain: ["266", "Number not verified"])
        #expect(page.value(of: "phone_number") == "")
    }

    static let wrong: [(field: String, value: String, words: String)] = [
        ("name", "", "Give the customer&#39;s name."), ("phone_number", "12", "too short"),
        ("phone_number", "911", "emergency number"), ("description", " ", "Write down what the problem is."),
        ("description", "a\u{8}", "cannot be shown"), ("name", String(repeating: "n", count: 201), "too long"),
    ]

    @Test(arguments: wrong) func `a field that cannot be taken is named, and what was typed stays`(
        field: String, value: String, words: String
    ) async throws {
        let desk = try await TestDesk()
        let call = try await desk.talk(from: "+14158675309")
        let ana = try await desk.browser(of: desk.ana)
        let before = try await desk.contents()
        var fields = [
            "name": "Robert <Kane>", "phone_number": "(415) 867-5309", "description": "It \"broke\".",
            "call": call.key,
        ]
        let kept = [
            "name": "Robert &lt;Kane&gt;", "phone_number": "(415) 867-5309", "description": "It &quot;broke&quot;.",
        ]
        fields[field] = value
        let answer = try await ana.post("/dashboard/tickets/new", body: FormFields.encoded(fields))
        answer.expect(
            422,
            contains: [words, "aria-invalid=\"true\"", value, "value=\"\(call.key)\"", "Number not verified"]
                + kept.filter { $0.key != field }.values)
        #expect(try await desk.contents() == before)
    }

    @Test func `a submission that a customer used files nothing on their ticket`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let submission = try await browser.get("/").value(of: "submission").orThrow("no submission")
        let fields: KeyValuePairs = [
            "name": "Robert", "phone_number": Cast.robert.phone, "description": "x", "submission": submission,
        ]
        _ = try await browser.post("/tickets", fields)
        let ana = try await desk.browser(of: desk.ana)
        #expect(try await ana.post("/dashboard/tickets/new", fields).status == 303)
        #expect(try await desk.store.board(.first).counts.open == 2)
    }
}
