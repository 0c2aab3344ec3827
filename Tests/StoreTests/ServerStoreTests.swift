import Desk
import TestSupport
import Testing

@testable import Store

@Suite struct ServerStoreTests {
    /// A store whose server has a page of Ana's, and has been silent for a minute.
    private func silent() async throws -> (test: TestStore, ana: AgentID) {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        try await test.seat(ana, tab: "ana")
        try await test.database.write { session in
            try session.execute("UPDATE servers SET seen_at = seen_at - 60000")
        }
        return (test, ana)
    }

    @Test func `a server that starts alone forgets the sockets of those before`() async throws {
        let (test, _) = try await silent()
        #expect(try await test.store.startServer("next"))
        #expect(try await test.store.freeAgentCount() == 0)
    }

    @Test func `where several may run, a server that starts leaves the others' sockets alone`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        try await test.seat(ana, tab: "ana")
        let isShared = test.database.dialect.isShared
        #expect(try await test.store.startServer("next") == !isShared)
        #expect(try await test.store.freeAgentCount() == (isShared ? 1 : 0))
    }

    @Test func `a silent server is buried with its sockets, once`() async throws {
        let (test, ana) = try await silent()
        try await test.database.write { session in
            try session.execute(
                "INSERT INTO servers (id, started_at, seen_at) SELECT 'next', 0, \(test.database.dialect.now)")
        }
        let gone = Departure(person: .agent(ana), tab: "ana", tabIsOpen: false, hasOtherPage: false)
        #expect(try await test.store.buryServers(besides: "next") == [gone])
        #expect(try await test.store.freeAgentCount() == 0)
        #expect(try await test.store.buryServers(besides: "next") == [])
        #expect(try await !test.store.signOfLife(of: "server"))
    }

    @Test func `a server that lives is not buried`() async throws {
        let (test, _) = try await silent()
        #expect(try await test.store.signOfLife(of: "server"))
        #expect(try await test.store.buryServers(besides: "next") == [])
        #expect(try await test.store.freeAgentCount() == 1)
    }

    @Test func `a server that was buried alive comes back with its sockets`() async throws {
        let (test, ana) = try await silent()
        _ = try await test.store.buryServers(besides: "next")
        try await test.store.restoreServer(
            "server", with: [Connection(id: "c", person: .agent(ana), tab: "ana")])
        #expect(try await test.store.freeAgentCount() == 1)
        #expect(try await test.store.signOfLife(of: "server"))
    }

    @Test func `a page that came back by another server is not missed`() async throws {
        let (test, ana) = try await silent()
        try await test.database.write { session in
            try session.execute(
                "INSERT INTO servers (id, started_at, seen_at) SELECT 'next', 0, \(test.database.dialect.now)")
        }
        try await test.store.openConnection("again", of: .agent(ana), tab: "ana", server: "next")
        try await test.store.openConnection("other", of: .agent(ana), tab: "second", server: "next")
        let gone = try await test.store.buryServers(besides: "next")
        #expect(gone == [Departure(person: .agent(ana), tab: "ana", tabIsOpen: true, hasOtherPage: true)])
    }
}
