import Desk
import TestSupport
import Testing

@testable import Store

/// What could not be written down when it happened is made good later.
@Suite struct ReconcileTests {
    private func twoPages() async throws -> (test: TestStore, ana: AgentID) {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        for tab in ["one", "two"] {
            try await test.store.openConnection(tab, of: .agent(ana), tab: tab, server: "server")
        }
        try await test.store.choose(.available, for: ana)
        return (test, ana)
    }

    @Test func `what is open stays as it is`() async throws {
        let (test, ana) = try await twoPages()
        test.clock.advance(seconds: 60)
        let open = ["one", "two"].map { Connection(id: $0, person: .agent(ana), tab: $0) }
        #expect(try await test.store.reconcile(server: "server", with: open) == [])
        #expect(try await test.store.freeAgentCount() == 1)
    }

    @Test func `a socket that is gone is forgotten, once, but not one that has just come`() async throws {
        let (test, ana) = try await twoPages()
        let one = [Connection(id: "one", person: .agent(ana), tab: "one")]
        #expect(try await test.store.reconcile(server: "server", with: one) == [])
        test.clock.advance(seconds: 6)
        let gone = Departure(person: .agent(ana), tab: "two", tabIsOpen: false, hasOtherPage: true)
        #expect(try await test.store.reconcile(server: "server", with: one) == [gone])
        #expect(try await test.store.reconcile(server: "server", with: one) == [])
        #expect(try await test.store.reconcile(server: "other", with: []) == [])
        #expect(try await test.store.reconcile(server: "server", with: []).count == 1)
        #expect(try await test.store.freeAgentCount() == 0)
    }

    @Test func `sleep is written down late, and so is a socket`() async throws {
        let (test, ana) = try await twoPages()
        let asleep = ["one", "two"].map { Connection(id: $0, person: .agent(ana), tab: $0, isAsleep: true) }
        #expect(try await test.store.reconcile(server: "server", with: asleep) == [])
        #expect(try await test.store.freeAgentCount() == 0)
        let more = asleep + [Connection(id: "three", person: .agent(ana), tab: "three")]
        #expect(try await test.store.reconcile(server: "server", with: more) == [])
        #expect(try await test.store.freeAgentCount() == 1)
    }

    @Test func `a leg whose page is gone without a word is found`() async throws {
        let (test, ana) = try await twoPages()
        try await test.store.openConnection("v", of: .visitor("visitor_1"), tab: "v", server: "server")
        let id = try await test.store.callDesk(from: .visitor("visitor_1"), Dial(tab: "v", ref: "r"))
        let legs = try await test.store.call(id)?.legs ?? []
        try await test.store.apply(.answered(legs[1].id, tab: "one"), to: id)
        #expect(try await test.store.abandonedLegs() == [])
        _ = try await test.store.closeConnection("one")
        _ = try await test.store.closeConnection("v")
        #expect(
            Set(try await test.store.abandonedLegs().map(\.leg)) == Set(legs.map(\.id)))
        #expect(try await test.store.abandonedLegs().map(\.hasOtherPage).sorted { $1 && !$0 } == [false, true])
        try await test.store.apply(.hungUp(legs[0].id), to: id)
        #expect(try await test.store.abandonedLegs() == [])
        #expect(try await test.store.callsEnded(within: 60) == [id])
        test.clock.advance(seconds: 61)
        #expect(try await test.store.callsEnded(within: 60) == [])
        withExtendedLifetime(ana) {}
    }
}
