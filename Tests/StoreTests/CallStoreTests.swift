import Desk
import Store
import TestSupport
import Testing

@Suite struct CallStoreTests {
    private func deskWithTwoAgents() async throws -> (test: TestStore, ana: AgentID, ben: AgentID) {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        let ben = try await test.addAgent("ben", "Ben Ito")
        try await test.seat(ana, tab: "ana")
        try await test.seat(ben, tab: "ben")
        return (test, ana, ben)
    }

    private func leg(of agent: AgentID, in call: Call) throws -> LegID {
        try #require(call.legs.first { $0.party == .agent(agent) }).id
    }

    @Test func `a customer's call rings every available agent`() async throws {
        let (test, ana, ben) = try await deskWithTwoAgents()
        let cleo = try await test.addAgent("cleo", "Cleo Roux")
        try await test.store.openConnection("cleo", of: .agent(cleo), tab: "cleo", server: "server")
        let id = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "home", ref: "d"))
        let call = try #require(try await test.store.call(id))
        #expect(call.legs.map(\.party) == [.customer, .agent(ana), .agent(ben)])
        #expect(call.legs.map(\.state) == [.joined, .invited, .invited])
    }

    @Test func `with nobody available there is no call`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        try await test.store.choose(.available, for: ana)
        await #expect(throws: DialRefusal.unavailable) {
            try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "home", ref: "d"))
        }
        #expect(try await test.store.runningCalls().isEmpty)
    }

    @Test func `of fifty answers at once exactly one wins`() async throws {
        let (test, ana, ben) = try await deskWithTwoAgents()
        let id = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "home", ref: "d"))
        let call = try #require(try await test.store.call(id))
        let legs = [try leg(of: ana, in: call), try leg(of: ben, in: call)]
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    (try? await test.store.apply(.answered(legs[number % 2], tab: "tab\(number)"), to: id)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
        let after = try #require(try await test.store.call(id))
        #expect(after.state == .live)
        #expect(after.connectedLegs.count == 2)
        #expect(after.legs.filter { $0.departure == .taken }.count == 1)
    }

    @Test func `an agent who talks is not rung, and cannot answer a second call`() async throws {
        let (test, ana, ben) = try await deskWithTwoAgents()
        let first = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "one", ref: "d"))
        let second = try await test.store.callDesk(from: .visitor("visitor_2"), Dial(tab: "two", ref: "d"))
        let ringing = try #require(try await test.store.call(second))
        try await test.store.apply(
            .answered(try leg(of: ana, in: try #require(try await test.store.call(first))), tab: "ana"), to: first)
        await #expect(throws: CallMachine.Refusal.taken) {
            try await test.store.apply(.answered(try leg(of: ana, in: ringing), tab: "ana"), to: second)
        }
        let third = try #require(
            try await test.store.call(
                try await test.store.callDesk(from: .visitor("visitor_3"), Dial(tab: "three", ref: "d"))))
        #expect(third.legs.map(\.party) == [.customer, .agent(ben)])
    }

    @Test func `a customer has one call at a time`() async throws {
        let (test, _, _) = try await deskWithTwoAgents()
        _ = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "one", ref: "d"))
        await #expect(throws: DialRefusal.busy) {
            try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "two", ref: "d"))
        }
    }

    @Test func `an agent rings the open page of a ticket, and only an open one`() async throws {
        let (test, ana, _) = try await deskWithTwoAgents()
        let filed = try await test.file()
        await #expect(throws: DialRefusal.notOpen) {
            try await test.store.callPage(of: filed.id, from: ana, Dial(tab: "ana", ref: "d"))
        }
        await #expect(throws: DialRefusal.unknown) {
            try await test.store.callPage(of: TicketID(999), from: ana, Dial(tab: "ana", ref: "d"))
        }
        try await test.store.openConnection("page", of: .ticket(filed.id), tab: "page", server: "server")
        let id = try await test.store.callPage(of: filed.id, from: ana, Dial(tab: "ana", ref: "d"))
        let call = try #require(try await test.store.call(id))
        #expect(call.legs.map(\.party) == [.agent(ana), .customer])
        await #expect(throws: DialRefusal.self) {
            try await test.store.callPage(of: filed.id, from: ana, Dial(tab: "ana", ref: "d"))
        }
    }

    @Test func `a call that ended stands on its ticket's timeline`() async throws {
        let (test, ana, _) = try await deskWithTwoAgents()
        let filed = try await test.file()
        try await test.store.openConnection("page", of: .ticket(filed.id), tab: "page", server: "server")
        let id = try await test.store.callPage(of: filed.id, from: ana, Dial(tab: "ana", ref: "d"))
        let call = try #require(try await test.store.call(id))
        let customer = try #require(call.legs.first { $0.isCustomer }).id
        try await test.store.apply(.answered(customer, tab: "page"), to: id)
        test.clock.advance(seconds: 130)
        try await test.store.apply(.hungUp(customer), to: id)
        let moments = try #require(try await test.store.ticket(filed.id)).moments
        #expect(
            moments.last?.what
                == .call(
                    CallSummary(
                        placedBy: .agent, reason: .hangup, seconds: 130, agent: "Ana Diaz", endedBy: .customer)))
    }

    @Test func `a late event changes nothing, and the version counts every change`() async throws {
        let (test, ana, _) = try await deskWithTwoAgents()
        let id = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "home", ref: "d"))
        let before = try #require(try await test.store.call(id))
        let caller = try #require(before.legs.first).id
        try await test.store.apply(.hungUp(caller), to: id)
        let ended = try #require(try await test.store.call(id))
        #expect(ended.version == before.version + 1)
        #expect(ended.reason == .cancelled)
        await #expect(throws: CallMachine.Refusal.over) {
            try await test.store.apply(.answered(try leg(of: ana, in: before), tab: "ana"), to: id)
        }
        #expect(try await test.store.call(id) == ended)
    }

    @Test func `a call nobody answers is due after thirty seconds and ends as missed`() async throws {
        let (test, _, _) = try await deskWithTwoAgents()
        let id = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "home", ref: "d"))
        test.clock.advance(seconds: 29)
        #expect(try await test.store.dueCalls().isEmpty)
        test.clock.advance(seconds: 1)
        #expect(try await test.store.dueCalls() == [id])
        #expect(try await test.store.apply(.deadline, to: id).reason == .missed)
        #expect(try await test.store.dueCalls().isEmpty)
        await #expect(throws: CallMachine.Refusal.over) { try await test.store.apply(.deadline, to: id) }
    }

    @Test func `a page that opens learns of the calls that ring its person, and of no others`() async throws {
        let (test, ana, _) = try await deskWithTwoAgents()
        _ = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "home", ref: "d"))
        #expect(try await test.store.runningCalls(of: .agent(ana)).count == 1)
        #expect(try await test.store.runningCalls(of: .visitor("visitor_1")).count == 1)
        #expect(try await test.store.runningCalls(of: .visitor("visitor_2")).isEmpty)
        #expect(try await test.store.runningCalls(of: .ticket(TicketID(1))).isEmpty)
    }
}
