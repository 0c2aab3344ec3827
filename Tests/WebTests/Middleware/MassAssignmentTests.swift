import Desk
import Store
import TestSupport
import Testing

@testable import Web

/// Fields that no form has.
@Suite struct MassAssignmentTests {
    private static let extra: [String: String] = [
        "id": "999", "status": "solved", "rank": "2", "key": "mine", "agent_id": "1", "agent": "1", "assignee_id": "1",
        "role": "admin", "is_admin": "true", "isAdmin": "1", "presence": "available", "created_at": "0",
        "filed_at": "0",
        "updated_at": "0", "disabled_at": "1", "customer_id": "1", "call_sid": "CA1", "browser_hash": "x",
        "phone": "+15005550006",
        "e164": "+15005550006", "identity": "support_agent", "admin": "1", "seen_at": "9999999999999",
        "deskName": "Mallory",
    ]

    /// These fields, and all the extra ones that are not among them.
    private func form(_ fields: [String: String]) -> [UInt8] { FormFields.encoded(Self.extra.merging(fields) { $1 }) }

    @Test func `T24 a ticket is open, new and its browser's own, whatever else was sent`() async throws {
        let desk = try await TestDesk()
        let browser = desk.stranger()
        let fields = ["name": "Robert Kane", "phone_number": Cast.robert.phone, "description": "It broke."]
        let key = try await browser.post("/tickets", body: form(fields)).ticketKey()
        let ticket = try await desk.store.ticket(key: key).orThrow("no ticket").ticket
        let expected = Ticket(
            id: TicketID(1), key: key, name: "Robert Kane",
            phone: try PhoneNumber(e164: Cast.robert.e164).orThrow("no number"),
            description: "It broke.", status: .open, filedAt: desk.clock.now)
        #expect(ticket == expected)
        #expect(key != "mine")
        #expect(try await desk.store.board(.first).counts == BoardCounts(open: 1, pending: 0, solved: 0))
    }

    @Test func `T24 a status form changes the status of the ticket in its address alone`() async throws {
        let desk = try await TestDesk()
        let (_, first) = try await desk.customer(Cast.robert)
        let (_, second) = try await desk.customer(Cast.erin)
        let ana = try await desk.browser(of: desk.ana)
        var fields = ["status": "pending"]
        fields["id"] = second.ticket.id.description
        fields["agent_id"] = desk.ben.description
        #expect(try await ana.post("/dashboard/tickets/1/status", body: form(fields)).status == 303)
        let after = try await desk.store.ticket(first.ticket.id).orThrow("no ticket")
        #expect(
            after.ticket.status == .pending && after.ticket.key == first.ticket.key
                && after.ticket.phone == first.ticket.phone)
        #expect(after.moments.last?.what == .status(.pending, by: "Ana Diaz"), "in the name of who is signed in")
        #expect(try await desk.store.ticket(second.ticket.id) == second)
    }

    @Test func `T24 a note is of who is signed in`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let ana = try await desk.browser(of: desk.ana)
        let fields = ["note": "x", "agent_id": desk.ben.description, "author": "Ben Ito"]
        #expect(try await ana.post("/dashboard/tickets/1/notes", body: form(fields)).status == 303)
        let after = try await desk.store.ticket(detail.ticket.id).orThrow("no ticket")
        #expect(after.ticket == detail.ticket)
        #expect(after.moments.last?.what == .note("x", by: "Ana Diaz"))
    }

    @Test func `T24 a new password changes nothing but the password`() async throws {
        let desk = try await TestDesk()
        let before = try await desk.store.agents()
        let dora = try await desk.browser(of: desk.dora)
        let fields = ["password": "a fresh set of wheels", "username": "mallory", "name": "Mallory"]
        #expect(try await dora.post("/dashboard/people/\(desk.ana)/password", body: form(fields)).status == 303)
        #expect(try await desk.store.agents() == before)
        for action in ["disable", "enable"] {
            #expect(try await dora.post("/dashboard/people/\(desk.ana)/\(action)", body: form(fields)).status == 303)
        }
        #expect(try await desk.store.agents() == before)
    }

    @Test func `T24 signing in makes nobody more than they are`() async throws {
        let desk = try await TestDesk()
        try await desk.test.givePassword(to: Cast.ana)
        let before = try await desk.store.agents()
        let browser = desk.stranger()
        let fields = ["username": "ana", "password": Cast.ana.password, "next": "/dashboard"]
        #expect(try await browser.post("/sign-in", body: form(fields)).status == 303)
        #expect(try await browser.get("/dashboard/people").status == 404)
        #expect(try await desk.store.agents() == before)
    }

    @Test func `T24 somebody new is an agent unless the form's own field says admin`() async throws {
        let desk = try await TestDesk()
        let dora = try await desk.browser(of: desk.dora)
        for (number, role) in ["", "agent", "ADMIN", "admin ", "1", "true", "on", "admin\u{301}"].enumerated() {
            let fields = ["name": "C", "username": "c\(number)", "password": "round and round the court", "role": role]
            #expect(try await dora.post("/dashboard/people", body: form(fields)).status == 303)
            let login = try await desk.store.login(username: "c\(number)").orThrow("nobody")
            #expect(login.agent.role == .agent && login.agent.presence == .away && !login.agent.isDisabled, "\(role)")
        }
    }

    static let fields: [(path: String, names: [String])] = [
        ("/tickets", ["name", "phone_number", "description", "submission"]),
        ("/sign-in", ["username", "password", "next"]),
        ("/dashboard/tickets/1/status", ["status"]), ("/dashboard/tickets/1/notes", ["note"]),
        ("/dashboard/people", ["name", "username", "password", "role"]), ("/dashboard/people/1/password", ["password"]),
        ("/dashboard/people/1/phone", ["phone_number"]),
        ("/dashboard/tickets/new", ["name", "phone_number", "description", "submission", "call"]),
        ("/token/generate", ["page"]),
    ]

    @Test(arguments: fields) func `T24 a field that is sent twice is refused and named, equal or not`(
        path: String, names: [String]
    ) async throws {
        let desk = try await TestDesk()
        _ = try await desk.customer()
        let before = try await desk.contents()
        let dora = try await desk.browser(of: desk.dora)
        for name in names {
            for twice in [
                "\(name)=solved&\(name)=open", "\(name)=x&\(name)=x", "\(name)&\(name)=",
                "\(name)=a&%\(Self.hex(name))=b",
            ] {
                let others = names.filter { $0 != name }.map { "\($0)=solved" }.joined(separator: "&")
                let answer = try await dora.post(path, body: Array("\(others)&\(twice)".utf8))
                answer.expect(400, contains: [name])
            }
        }
        #expect(try await desk.contents() == before)
    }

    /// The first letter percent-encoded, without its percent sign.
    private static func hex(_ name: String) -> String {
        String(name.utf8.first ?? 0, radix: 16) + name.dropFirst()
    }

    @Test func `T55 fifty who solve a ticket at once leave one line on its timeline`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let ana = try await desk.browser(of: desk.ana)
        _ = await desk.events()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask { try await ana.post("/dashboard/tickets/1/status", ["status": "solved"]).status }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(statuses == [303])
        #expect(try await desk.store.ticket(detail.ticket.id).orThrow("no ticket").moments.count == 2)
        #expect(await desk.events() == [.ticketChanged(detail.ticket.id)])
        #expect(try await desk.store.board(.first).counts == BoardCounts(open: 0, pending: 0, solved: 1))
    }
}
