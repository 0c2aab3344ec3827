import Desk
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing

@Suite struct FileTicketTests {
    private func fields(_ change: [String: String] = [:]) -> [UInt8] {
        var fields = [
            "name": Cast.robert.name, "phone_number": Cast.robert.phone, "description": Cast.robert.problem,
            "submission": "AAAAAAAAAAAAAAAAAAAAAA",
        ]
        fields.merge(change) { $1 }
        return FormFields.encoded(fields)
    }

    @Test func `a stranger files a ticket and lands on its page`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let answer = try await browser.file(Cast.robert)
        let key = try answer.ticketKey()
        #expect(key.utf8.count == 22)
        try await browser.get("/t/\(key)").expect(
            200,
            contains: [
                "Your ticket was submitted.", "#1", "Robert Kane", Cast.robert.problem, "You filed this ticket.",
                "Keep this page open and we can ring you here.",
            ])
        let ticket = try await desk.store.ticket(TicketID(1)).orThrow("no ticket").ticket
        #expect(ticket.phone.e164 == Cast.robert.e164)
        #expect(await desk.events() == [.ticketFiled(TicketID(1))])
    }

    @Test func `a program without a browser files one too`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().send(
            .post, "/tickets", headers: [.contentType: Browser.formType], body: fields(["submission": ""]))
        #expect(answer.status == 303)
        #expect(try await desk.store.board(.first).counts.open == 1)
    }

    @Test func `an agent's ticket is a ticket like any other`() async throws {
        let desk = try await TestDesk()
        let answer = try await desk.browser(of: desk.ana).file(Cast.erin)
        #expect(answer.status == 303)
    }

    // MARK: What cannot be filed

    static let wrong: [(field: String, value: String, words: String)] = [
        ("name", "", "Tell us your name."), ("name", " \u{3000}", "Tell us your name."),
        ("name", String(repeating: "é", count: 201), "This name is too long."),
        ("name", "Robert\r\nKane", "cannot be shown"), ("name", "a\u{1B}[2J", "cannot be shown"),
        ("phone_number", "", "Please give a telephone number."), ("phone_number", "none", "letters in it"),
        ("phone_number", "867-5309", "too short"), ("phone_number", "911", "emergency number"),
        ("phone_number", "+1 415 867 5309 ext. 2", "has an extension"),
        ("phone_number", String(repeating: "1", count: 65), "too long"),
        ("description", "", "Tell us what the problem is."),
        ("description", String(repeating: "球", count: 10_001), "Use at most 10,000 characters."),
        ("description", "a\u{8}b", "cannot be shown"),
    ]

    @Test(arguments: wrong)
    func `what is wrong is said at its field, what was typed stays, and nothing is saved`(
        field: String, value: String, words: String
    ) async throws {
        let desk = try await TestDesk()
        let typed = [field: value]
        let answer = try await desk.stranger().post("/tickets", body: fields(typed))
        answer.expect(422, contains: [words, "The ticket was not filed yet.", "aria-invalid=\"true\""])
        let kept = ["name": Cast.robert.name, "phone_number": Cast.robert.phone, "description": Cast.robert.problem]
            .merging(typed) { $1 }
        for text in kept.values { #expect(answer.contains(text), "lost: \(text.prefix(40))") }
        #expect(answer.text.components(separatedBy: "class=\"field-error\"").count == 2, "only that field is marked")
        #expect(try await desk.store.board(.first).counts.open == 0)
        #expect(await desk.events().isEmpty)
    }

    @Test func `all wrong fields are marked at once`() async throws {
        let desk = try await TestDesk()
        let empty = fields(["name": "", "phone_number": "", "description": ""])
        try await desk.stranger().post("/tickets", body: empty).expect(
            422, contains: ["Tell us your name.", "Please give a telephone number.", "Tell us what the problem is."])
    }

    @Test func `the same form can be sent again once it is right, and keeps its submission`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let wrong = try await browser.post("/tickets", body: fields(["name": ""]))
        #expect(wrong.value(of: "submission") == "AAAAAAAAAAAAAAAAAAAAAA")
        #expect(try await browser.post("/tickets", body: fields()).status == 303)
    }

    @Test(arguments: [
        ("application/json", 415), ("multipart/form-data; boundary=x", 415), ("text/plain", 415),
        ("application/x-www-form-urlencoded-not", 415), ("", 415),
        ("Application/X-WWW-Form-URLEncoded; charset=UTF-8", 303),
    ])
    func `only forms are read`(type: String, status: Int) async throws {
        let desk = try await TestDesk()
        let answer = try await desk.stranger().post("/tickets", body: fields(), headers: [.contentType: type])
        #expect(answer.status == status)
    }

    @Test(arguments: [
        "name=%", "name=%zz", "name=%00", "name=%ff", "name=%C0%80", "name=%ED%A0%80", "%80=x", "name=a&name=b",
        "phone_number=1&phone_number=1", "description=&description=", "submission=a&submission=b", "name=\u{0}",
    ])
    func `a form that cannot be read is refused and nothing is saved`(body: String) async throws {
        let desk = try await TestDesk()
        try await desk.stranger().post("/tickets", body: Array(body.utf8)).expect(400, contains: ["could not be read"])
        #expect(try await desk.store.board(.first).counts.open == 0)
    }

    @Test func `what is too large is refused`() async throws {
        let desk = try await TestDesk()
        let large = fields(["description": String(repeating: "a", count: 200 * 1024)])
        try await desk.stranger().post("/tickets", body: large).expect(413, contains: ["too large"])
    }

    @Test func `the longest ticket there may be is filed`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let long = String(repeating: "\u{1F3FB}", count: 10_000)
        let answer = try await browser.post(
            "/tickets", body: fields(["description": long, "name": String(repeating: "\u{1F3FB}", count: 200)]))
        let stored = try await desk.store.ticket(key: try answer.ticketKey())
        #expect(stored?.ticket.description == long)
    }

    // MARK: Twice

    @Test func `the form of a fresh browser sent twice makes one ticket and shows it both times`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let home = try await browser.get("/")
        let form = fields(["submission": try home.value(of: "submission").orThrow("no submission")])
        // The second press goes out before the first answer came, so without its cookies.
        let second = browser.copy()
        let answers = [try await browser.post("/tickets", body: form), try await second.post("/tickets", body: form)]
        #expect(answers.map(\.status) == [303, 303])
        #expect(answers[0].location == answers[1].location)
        #expect(try await desk.store.board(.first).counts.open == 1)
        #expect(await desk.events() == [.ticketFiled(TicketID(1))])
    }

    @Test func `another browser does not learn of a ticket by its submission`() async throws {
        let desk = try await TestDesk()
        let first = try await desk.stranger().post("/tickets", body: fields())
        let other = desk.stranger()
        _ = try await other.file(Cast.erin)
        let answer = try await other.post("/tickets", body: fields(["name": "Mallory"]))
        #expect(answer.location != first.location)
        #expect((400..<500).contains(answer.status) || answer.status == 303, "no defect: \(answer.status)")
        #expect(!answer.contains("Robert Kane"))
    }

    @Test func `T55 fifty sendings of one form at once make one ticket`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        _ = try await browser.file(Cast.erin)
        let form = fields()
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<50 { group.addTask { try await browser.copy().post("/tickets", body: form) } }
            return try await group.reduce(into: [Answer]()) { $0.append($1) }
        }
        #expect(answers.filter { $0.status != 303 }.isEmpty)
        #expect(Set(answers.compactMap(\.location)).count == 1)
        #expect(try await desk.store.board(.first).counts.open == 2)
    }

    @Test func `one address may file many tickets, but not without end`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger(address: "203.0.113.9")
        var answer = try await browser.post("/tickets", body: fields(["name": ""]))
        for _ in 0..<400 where answer.status == 422 {
            answer = try await browser.post("/tickets", body: fields(["name": ""]))
        }
        answer.expect(429, contains: ["That was a lot in a short time", "Try again in "])
        #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 >= 1)
        let other = try await desk.stranger(address: "203.0.113.10").post("/tickets", body: fields(["name": ""]))
        #expect(other.status == 422)
    }
}
