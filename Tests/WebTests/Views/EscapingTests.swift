import Desk
import HTTPTypes
import Store
import TestSupport
import Testing

@testable import Web

/// Text from outside in every place where a page shows it, looked at as the bytes that go out.
@Suite(.timeLimit(.minutes(10))) struct EscapingTests {
    static let specials = ["<", ">", "&", "\"", "'"]

    /// What makes one character with the one before it, to an eye and to Swift's texts.
    static let marks = ["\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}", "\u{34F}", "\u{20E3}", "\u{1F3FB}"]

    private static let entities = ["<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;"]

    /// Every special before every mark, with letters around.
    private static let value = specials.flatMap { special in marks.map { "q\(special)\($0)z" } }.joined()

    /// The value stands there escaped, and nowhere as it was typed.
    private func check(_ answer: Answer, times: Int, _ what: String, _ location: SourceLocation = #_sourceLocation) {
        for special in Self.specials {
            for mark in Self.marks {
                let raw = Array("q\(special)\(mark)".utf8)
                #expect(answer.bytes.firstRange(of: raw) == nil, "\(what): \(special)", sourceLocation: location)
                let escaped = "q\(Self.entities[special] ?? "")\(mark)z"
                let found = answer.bytes.ranges(of: Array(escaped.utf8)).count
                #expect(found >= times, "\(what): \(escaped)", sourceLocation: location)
            }
        }
    }

    @Test func `T02 in the refused form, in texts and in attributes`() async throws {
        let desk = try await TestDesk()
        let wrong: KeyValuePairs = [
            "name": Self.value, "phone_number": Self.value, "description": Self.value, "submission": Self.value,
        ]
        let answer = try await desk.stranger().post("/tickets", wrong)
        #expect(answer.status == 422)
        check(answer, times: 3, "form")
    }

    @Test func `T02 on every page that shows a ticket`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        // A name has room for 200 characters, and the lists show 140 of the description.
        for special in Self.specials {
            let short = Self.marks.map { "q\(special)\($0)z" }.joined()
            let customer = Customer(name: short, phone: Cast.robert.phone, e164: Cast.robert.e164, problem: short)
            let key = try await browser.file(customer).ticketKey()
            let ticket = try await desk.store.ticketID(key: key).orThrow("no ticket")
            try await desk.store.addNote(short, to: ticket, by: desk.ana)
            try await desk.store.openConnection("c\(special)", of: .ticket(ticket), tab: "t", server: "server")
        }
        let ana = try await desk.browser(of: desk.ana)
        check(try await ana.get("/dashboard"), times: 1, "dashboard")
        check(try await browser.get("/"), times: 1, "own tickets")
        for row in try await desk.store.board(.first).rows {
            let key = try await desk.store.ticket(row.id).orThrow("no ticket").ticket.key
            let pages = [try await ana.get("/dashboard/tickets/\(row.id)"), try await browser.get("/t/\(key)")]
            for page in pages {
                for special in Self.specials where row.name.utf8.contains(Array(special.utf8)[0]) {
                    for mark in Self.marks { #expect(!page.contains("q\(special)\(mark)")) }
                    #expect(page.contains("q\(Self.entities[special] ?? "")\u{301}z"))
                }
            }
        }
    }

    @Test func `T02 in a refused note, a refused person and a refused sign-in`() async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let dora = try await desk.browser(of: desk.dora)
        let note = try await dora.post("/dashboard/tickets/1/notes", ["note": Self.value + "\u{8}"])
        check(note, times: 1, "note")
        let person: KeyValuePairs = ["name": Self.value + "\n", "username": Self.value, "password": "x"]
        check(try await dora.post("/dashboard/people", person), times: 2, "person")
        let login: KeyValuePairs = ["username": Self.value, "password": "x", "next": Self.value]
        check(try await desk.stranger().post("/sign-in", login), times: 1, "sign-in")
    }

    @Test func `T02 in the names of agents and of the desk`() async throws {
        let short = "q<\u{301}z q\"\u{338}z q'\u{200D}z q&\u{FE0F}z q>\u{1F3FB}z"
        let desk = try await TestDesk { $0.name = short }
        let mallory = try await desk.test.addAgent("mallory", short, role: .admin)
        let browser = try await desk.browser(of: mallory)
        _ = try await desk.customer()
        try await desk.store.changeStatus(of: TicketID(1), to: .solved, by: mallory)
        for path in ["/", "/dashboard", "/dashboard/people", "/dashboard/tickets/1", "/nowhere", "/sign-in"] {
            let answer = try await browser.get(path)
            for raw in ["q<\u{301}", "q\"\u{338}", "q'\u{200D}", "q&\u{FE0F}", "q>\u{1F3FB}"] {
                #expect(!answer.contains(raw), "\(path)")
            }
        }
    }

    @Test(arguments: ["\u{0}", "<\u{0}", "\"\u{0}"]) func `T02 a NUL is refused before anything is shown`(text: String)
        async throws
    {
        let desk = try await TestDesk()
        for field in ["name", "phone_number", "description", "submission"] {
            try await desk.stranger().post("/tickets", body: FormFields.encoded([field: text])).expect(400)
        }
    }

    @Test func `T02 the number of the first failing byte does not matter: every pair is escaped alone, too`()
        async throws
    {
        let desk = try await TestDesk()
        for special in Self.specials {
            for mark in Self.marks + ["\u{301}\u{301}", "\u{FE0F}\u{20E3}", ""] {
                let answer = try await desk.stranger().post(
                    "/tickets", ["name": special + mark, "phone_number": special + mark])
                let escaped = "value=\"\(Self.entities[special] ?? "")\(mark)\""
                #expect(answer.contains(escaped), "\(special) and U+\(mark.unicodeScalars.map(\.value))")
            }
        }
    }

    // MARK: Templates in texts

    @Test(arguments: [
        "{{x}}", "{{{x}}}", "{{=<% %>=}}", "{{>layouts/head}}", "{{#layout}}a{{/layout}}", "{{! hidden }}", "{{.}}",
        "{{", "}}",
        "{{layout.title}}", "{{^x}}", "{{/x}}", "{{name}}", "${7*7}", "<%= 7 %>",
    ])
    func `T10 a template in a text is a text`(text: String) async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let customer = Customer(name: text, phone: Cast.robert.phone, e164: "", problem: text)
        let key = try await browser.file(customer).ticketKey()
        try await desk.store.addNote(text, to: TicketID(1), by: desk.ana)
        let shown = text.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let ana = try await desk.browser(of: desk.ana)
        for answer in [
            try await browser.get("/t/\(key)"), try await browser.get("/"), try await ana.get("/dashboard"),
            try await ana.get("/dashboard/tickets/1"),
        ] { answer.expect(200, contains: [shown]) }
        try await browser.post("/tickets", ["name": text]).expect(422, contains: ["value=\"\(shown)\""])
    }
}
