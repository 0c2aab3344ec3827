import Desk
import Store
import TestSupport
import Testing

@Suite struct TicketPageTests {
    @Test func `who has the link sees the ticket`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        try await desk.stranger().get("/t/\(detail.ticket.key)").expect(
            200,
            contains: [
                "Your ticket #1", "Robert Kane", Cast.robert.problem, "Open", "Call support", "Answer", "Reject",
            ])
    }

    @Test func `the number, the agents' notes and their names are not for the link's holder`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        try await desk.store.addNote("He sounds annoyed.", to: detail.ticket.id, by: desk.ana)
        try await desk.store.changeStatus(of: detail.ticket.id, to: .pending, by: desk.ana)
        try await browser.get("/t/\(detail.ticket.key)").expect(
            200, contains: ["Marked pending."],
            mustNotContain: ["annoyed", "Note by", "Ana Diaz", "867-5309", "4158675309", "/dashboard/tickets"])
    }

    @Test func `only a fresh ticket is said to have been submitted`() async throws {
        let desk = try await TestDesk()
        let (browser, detail) = try await desk.customer()
        let path = "/t/\(detail.ticket.key)"
        try await browser.get(path).expect(200, contains: ["Your ticket was submitted."])
        desk.clock.advance(seconds: 600)
        try await browser.get(path).expect(200, mustNotContain: ["Your ticket was submitted."])
    }

    @Test func `T23 a link that is not exactly one of ours is the same 404 as any`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let key = detail.ticket.key
        let absent = try await desk.stranger().get("/t/AAAAAAAAAAAAAAAAAAAAAA")
        absent.expect(404, contains: ["This page does not exist"])
        let swapped = String(key.map { $0.isLowercase ? Character($0.uppercased()) : Character($0.lowercased()) })
        for wrong in [
            swapped, key + "A", String(key.dropLast()), key + "%20", key + "%00", "%", "_", "1", "0", "-1", "%2e%2e",
            "9223372036854775808", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "'%20OR%201=1--",
            String(repeating: "a", count: 4_000),
        ] {
            let answer = try await desk.stranger().get("/t/\(wrong)")
            #expect(answer.status == 404, "\(wrong.prefix(40))")
            #expect(Self.constant(answer) == Self.constant(absent), "\(wrong.prefix(40))")
        }
    }

    @Test func `T23 links have at least 128 random bits`() async throws {
        let desk = try await TestDesk()
        var keys: Set<String> = []
        for number in 0..<50 { keys.insert(try await desk.test.file(submission: "\(number)").key) }
        #expect(keys.count == 50)
        #expect(keys.allSatisfy { $0.utf8.count == 22 })
    }

    /// The page without what changes with the time of day.
    private static func constant(_ answer: Answer) -> String {
        answer.text.replacing(#/data-mark="[^"]*"/#, with: "")
    }
}
