import Desk
import TestSupport
import Testing

@testable import Store

@Suite struct CallLinkTests {
    private static let number = "+14158675309"

    @Test func `a caller's tickets are those with the same number that are not solved, open ones first`() async throws {
        let desk = try await TalkDesk()
        let ids = try await (1...5).asyncMap { try await desk.test.file(submission: "\($0)").id }
        try await desk.store.changeStatus(of: ids[4], to: .pending, by: desk.ana)
        try await desk.store.changeStatus(of: ids[3], to: .solved, by: desk.ana)
        let call = try await desk.ring(from: Self.number)
        #expect(try await desk.store.matches(forCaller: call).map(\.id) == [ids[2], ids[1], ids[0], ids[4]])
        let other = try await desk.ring(.visitor("visitor_2"), from: "+14158675300")
        #expect(try await desk.store.matches(forCaller: other).isEmpty)
    }

    @Test func `at most twenty tickets are offered`() async throws {
        let desk = try await TalkDesk()
        for number in 0..<22 { _ = try await desk.test.file(submission: "\(number)") }
        let call = try await desk.ring(from: Self.number)
        #expect(try await desk.store.matches(forCaller: call).count == 20)
    }

    @Test(arguments: ["+266696687", "anonymous", "restricted", "client:visitor_1", "", "+7378742833", "+1 415"])
    func `who hides their number has no tickets by it`(named: String) async throws {
        let desk = try await TalkDesk()
        let anonymous = try #require(PhoneNumber(e164: "+266696687"))
        _ = try await desk.store.file(
            TicketDraft(name: "x", phone: anonymous, description: "x"), submission: "1", browserHash: [1])
        let call = try await desk.ring(from: named)
        #expect(try await desk.store.matches(forCaller: call).isEmpty)
        #expect(try await desk.store.caller(of: call)?.caller == CallerNumber(nil))
    }

    @Test func `a running call is put on a ticket once, and its version rises`() async throws {
        let desk = try await TalkDesk()
        let first = try await desk.test.file(submission: "1").id
        let second = try await desk.test.file(submission: "2").id
        let call = try await desk.talk(from: Self.number)
        #expect(try await desk.store.linkCall(call.key, to: first, by: desk.ana) == .linked)
        let linked = try #require(try await desk.store.call(call.id))
        #expect(linked.ticket == first && linked.version == call.version + 1)
        #expect(try await desk.store.linkCall(call.key, to: first, by: desk.ana) == .already)
        #expect(try await desk.store.linkCall(call.key, to: second, by: desk.ana) == .elsewhere(first))
        #expect(try await desk.store.call(call.id) == linked)
        #expect(try await desk.moments(first) == [.filed])
        try await desk.end(linked)
        #expect(try await desk.moments(first).count == 2)
    }

    @Test func `a call that is over stands on the timeline from then on`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await desk.talk(from: Self.number)
        desk.test.clock.advance(seconds: 130)
        try await desk.end(call)
        desk.test.clock.advance(seconds: 10)
        #expect(try await desk.store.linkCall(call.key, to: ticket, by: desk.ana) == .linked)
        guard case .call(let summary) = try await desk.moments(ticket).last else {
            Issue.record("no call on the timeline")
            return
        }
        #expect(summary.seconds == 130 && summary.agent == "Ana Diaz" && summary.placedBy == .customer)
    }

    @Test func `a call is not put on the ticket of a customer who is in another`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        _ = try await desk.ring(.ticket(ticket))
        let call = try await desk.talk(from: Self.number)
        #expect(try await desk.store.linkCall(call.key, to: ticket, by: desk.ana) == .busy)
        #expect(try await desk.store.linkOnlyMatch(of: call.id) == nil)
        #expect(try await desk.store.call(call.id)?.ticket == nil)
    }

    @Test func `strangers to the call and tickets there are not change nothing`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await desk.talk(from: Self.number)
        #expect(try await desk.store.linkCall(call.key, to: ticket, by: desk.ben) == nil)
        #expect(try await desk.store.linkCall(call.key, to: TicketID(999), by: desk.ana) == nil)
        #expect(try await desk.store.linkCall("x", to: ticket, by: desk.ana) == nil)
        #expect(try await desk.store.call(call.id)?.ticket == nil)
    }

    @Test func `the only match is taken, several are not`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ring(from: Self.number)
        #expect(try await desk.store.linkOnlyMatch(of: call) == nil)
        let first = try await desk.test.file(submission: "1").id
        let second = try await desk.test.file(submission: "2").id
        #expect(try await desk.store.linkOnlyMatch(of: call) == nil)
        try await desk.store.changeStatus(of: first, to: .solved, by: desk.ana)
        #expect(try await desk.store.linkOnlyMatch(of: call) == second)
        #expect(try await desk.store.call(call)?.ticket == second)
    }

    @Test func `a ticket that an agent files for a call is one, however often it is sent`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talk(from: Self.number)
        let draft = try TicketDraft(name: "Robert", phone: Self.number, description: "It broke.", region: "US")
        let ids = try await withThrowingTaskGroup(of: TicketID?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await desk.store.file(draft, submission: "s", forCall: call.key, by: desk.ana)?.id
                }
            }
            return try await group.reduce(into: Set<TicketID?>()) { $0.insert($1) }
        }
        #expect(ids == [TicketID(1)])
        #expect(try await desk.store.call(call.id)?.ticket == TicketID(1))
        #expect(try await desk.store.file(draft, submission: "t", forCall: call.key, by: desk.ben) == nil)
        #expect(try await desk.store.file(draft, submission: "t", forCall: "x", by: desk.ana) == nil)
        #expect(try await desk.store.board(.first).counts.open == 1)
        #expect(try await desk.store.file(draft, submission: "t", forCall: nil, by: desk.ana)?.isNew == true)
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}
