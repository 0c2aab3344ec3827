import Desk
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct CallerTests {
    private static let number = Cast.robert.e164

    private func tickets(_ desk: TestDesk, _ count: Int) async throws -> [TicketID] {
        for _ in 0..<count { _ = try await desk.customer() }
        return try await desk.store.board(.first).rows.map(\.id)
    }

    /// What opens at Ana's as soon as she has answered.
    private func pop(_ desk: TestDesk, _ call: Call) async throws -> String? {
        try await desk.parts.switchboard.answer(call.key, by: .agent(desk.ana), tab: "ana")
        let view = try await desk.store.callView(key: call.key).orThrow("no call")
        let leg = try view.leg(of: .agent(desk.ana)).orThrow("no leg")
        return view.message(for: leg, tab: "ana", now: desk.store.clock.now).pop
    }

    // MARK: Which page

    @Test func `a ticket's own call opens the ticket`() async throws {
        let desk = try await TestDesk()
        let (_, detail) = try await desk.customer()
        let call = try await desk.ring(.ticket(detail.ticket.id))
        #expect(try await pop(desk, call) == "/dashboard/tickets/1")
    }

    @Test func `a caller with one ticket is on it before anybody is told of the answer`() async throws {
        let desk = try await TestDesk()
        let id = try await tickets(desk, 1)[0]
        let call = try await desk.ring(from: Self.number)
        _ = await desk.events()
        #expect(try await pop(desk, call) == "/dashboard/tickets/\(id)")
        #expect(await desk.events() == [.ticketChanged(id), .call(call.id), .availability])
        #expect(try await desk.store.call(call.id)?.ticket == id)
    }

    @Test func `with several tickets the agent chooses`() async throws {
        let desk = try await TestDesk()
        let call = try await desk.ring(from: Self.number)
        _ = try await tickets(desk, 2)
        #expect(try await pop(desk, call) == "/dashboard/calls/\(call.key)/tickets")
        #expect(try await desk.store.call(call.id)?.ticket == nil)
    }

    @Test(arguments: [number, "anonymous"]) func `a caller without a ticket gets one`(caller: String) async throws {
        let desk = try await TestDesk()
        let call = try await desk.ring(from: caller)
        let path = try await pop(desk, call).orThrow("nothing opens")
        try await desk.browser(of: desk.ana).get(path).expectRedirect(to: "/dashboard/tickets/new?call=\(call.key)")
    }

    @Test func `a visitor of the first page opens nothing`() async throws {
        let desk = try await TestDesk()
        #expect(try await pop(desk, try await desk.ring()) == nil)
    }

    // MARK: The list

    @Test func `the list has the caller's tickets, and the chosen one is opened with the call on it`() async throws {
        let desk = try await TestDesk()
        let ids = try await tickets(desk, 2)
        let call = try await desk.talk(from: Self.number)
        let ana = try await desk.browser(of: desk.ana)
        let path = "/dashboard/calls/\(call.key)/tickets"
        try await ana.get(path).expect(
            200,
            contains: [
                "+1 415-867-5309", "Number not verified", "Robert Kane", "#\(ids[0])", "#\(ids[1])", "This one",
                "None of these: new ticket", "/dashboard/tickets/new?call=\(call.key)",
            ])
        _ = await desk.events()
        for _ in 0..<2 {
            try await ana.post(path, ["ticket": "\(ids[1])"]).expectRedirect(to: "/dashboard/tickets/\(ids[1])")
        }
        #expect(await desk.events() == [.ticketChanged(ids[1]), .call(call.id)])
        try await ana.get(path).expectRedirect(to: "/dashboard/tickets/\(ids[1])")
        try await ana.post(path, ["ticket": "\(ids[0])"]).expect(409, contains: ["It is on ticket #\(ids[1]) already."])
        #expect(try await desk.store.call(call.id)?.ticket == ids[1])
    }

    @Test func `a number that the network vouches for is not called unverified`() async throws {
        let desk = try await TestDesk()
        let call = try await desk.talk(from: Self.number, isVerified: true)
        let ana = try await desk.browser(of: desk.ana)
        let form = "/dashboard/tickets/new?call=\(call.key)"
        try await ana.get("/dashboard/calls/\(call.key)/tickets").expectRedirect(to: form)
        try await ana.get(form).expect(200, contains: ["+1 415-867-5309"], mustNotContain: ["Number not verified"])
    }

    @Test(arguments: ["", "0", "999", "x", "1 OR 1=1", "9223372036854775808"])
    func `a ticket there is not is refused and named`(ticket: String) async throws {
        let desk = try await TestDesk()
        _ = try await tickets(desk, 1)
        let call = try await desk.talk(from: Self.number)
        let ana = try await desk.browser(of: desk.ana)
        try await ana.post("/dashboard/calls/\(call.key)/tickets", ["ticket": ticket]).expect(
            422, contains: ["The field ticket must be the number of a ticket."])
        #expect(try await desk.store.call(call.id)?.ticket == nil)
    }

    @Test func `a ticket whose customer is in another call is refused in words`() async throws {
        let desk = try await TestDesk()
        let id = try await tickets(desk, 1)[0]
        let call = try await desk.talk(from: Self.number)
        try await desk.test.seat(desk.ben, tab: "ben")
        _ = try await desk.store.callDesk(from: .ticket(id), Dial(tab: "page", ref: "d"))
        let ana = try await desk.browser(of: desk.ana)
        try await ana.post("/dashboard/calls/\(call.key)/tickets", ["ticket": "\(id)"]).expect(
            409, contains: ["in another call now"])
    }

    @Test func `other agents' calls do not exist, and strangers sign in first`() async throws {
        let desk = try await TestDesk()
        let id = try await tickets(desk, 1)[0]
        let call = try await desk.talk(from: Self.number)
        let ben = try await desk.browser(of: desk.ben)
        for path in ["/dashboard/calls/\(call.key)/tickets", "/dashboard/tickets/new?call=\(call.key)"] {
            try await ben.get(path).expect(404, mustNotContain: ["415"])
            try await desk.stranger().get(path).expect(303)
        }
        let list = "/dashboard/calls/\(call.key)/tickets"
        try await ben.post(list, ["ticket": "\(id)"]).expect(404)
        try await desk.stranger().post(list, ["ticket": "\(id)"]).expect(401)
        try await ben.post("/dashboard/tickets/new", ["call": call.key, "name": "x"]).expect(404)
        try await desk.stranger().post("/dashboard/tickets/new", ["call": call.key, "name": "x"]).expect(401)
        #expect(try await desk.store.call(call.id)?.ticket == nil)
    }
}
