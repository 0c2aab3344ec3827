import Desk
import Store
import TestSupport
import Testing

@Suite struct PeopleStoreTests {
    @Test func `a user name is given once, whatever its case`() async throws {
        let test = try await TestStore()
        _ = try await test.addAgent("ana", "Ana Diaz")
        await #expect(throws: AgentChange.usernameTaken) { try await test.addAgent("ANA", "Another Ana") }
        #expect(try await test.store.agents().map(\.name) == ["Ana Diaz"])
    }

    @Test func `of fifty who would be the first admin one is`() async throws {
        let test = try await TestStore()
        let made = try await withThrowingTaskGroup(of: AgentID?.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await test.store.addFirst(
                        try AgentDraft(username: "dora\(number)", name: "Dora", role: .admin), password: "none")
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
        }
        #expect(made == 1)
        #expect(try await test.store.agents().count == 1)
    }

    @Test func `the last admin cannot be disabled, not even by two at once`() async throws {
        let test = try await TestStore()
        let dora = try await test.addAgent("dora", "Dora", role: .admin)
        let ana = try await test.addAgent("ana", "Ana Diaz")
        await #expect(throws: AgentChange.lastAdmin) { try await test.store.disable(dora) }
        try await test.store.disable(ana)
        let erin = try await test.addAgent("erin", "Erin", role: .admin)
        async let first: Void? = try? await test.store.disable(dora)
        async let second: Void? = try? await test.store.disable(erin)
        let results = [await first != nil, await second != nil]
        #expect(results.filter { $0 }.count == 1)
    }

    @Test func `disabling and a new password end every session`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        try await test.store.openSession([1], for: ana)
        try await test.store.resetPassword(of: ana, to: "other")
        #expect(try await test.store.session([1]) == nil)
        try await test.store.openSession([2], for: ana)
        try await test.store.disable(ana)
        #expect(try await test.store.session([2]) == nil)
    }

    @Test func `a session ends after thirty idle minutes and after twelve hours of use`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        try await test.store.openSession([1], for: ana)
        test.clock.advance(seconds: SessionLife.idle)
        #expect(try await test.store.session([1])?.agent.id == ana)
        test.clock.advance(seconds: 1)
        #expect(try await test.store.session([1]) == nil)
        try await test.store.openSession([2], for: ana)
        for _ in 0..<24 {
            test.clock.advance(seconds: SessionLife.idle)
            try await test.store.touchSession([2])
        }
        #expect(try await test.store.session([2]) != nil)
        test.clock.advance(seconds: 1)
        #expect(try await test.store.session([2]) == nil)
    }

    @Test func `presence is kept, and a new agent is away`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        #expect(try await test.store.agents().first?.presence == .away)
        try await test.store.choose(.available, for: ana)
        #expect(try await test.store.agents().first?.presence == .available)
        #expect(try await test.store.freeAgentCount() == 0)
        try await test.store.openConnection("c", of: .agent(ana), tab: "t", server: "server")
        #expect(try await test.store.freeAgentCount() == 1)
    }

    @Test func `an agent's telephone rings when they choose it, and only while they have it`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        let phone = try #require(PhoneNumber(e164: "+14158675300"))
        #expect(try await !test.store.takeCalls(onPhone: true, agent: ana))
        #expect(try await test.store.agents().first?.ringsPhone == false)
        try await test.store.setPhone(phone, of: ana)
        #expect(try await test.store.takeCalls(onPhone: true, agent: ana))
        try await test.store.setPhone(phone, of: ana)
        try await test.store.openSession([1], for: ana)
        let agent = try #require(try await test.store.session([1])).agent
        #expect(agent.phone == phone && agent.ringsPhone)
        try await test.store.setPhone(PhoneNumber(e164: "+14158675301"), of: ana)
        #expect(try await test.store.agents().first?.ringsPhone == false, "another telephone, another choice")
        #expect(try await test.store.takeCalls(onPhone: true, agent: ana))
        #expect(try await test.store.takeCalls(onPhone: false, agent: ana))
        try await test.store.setPhone(nil, of: ana)
        #expect(try await test.store.agents().first?.phone == nil)
        await #expect(throws: AgentChange.unknown) { try await test.store.setPhone(phone, of: AgentID(99)) }
    }

    @Test func `the master key is made once`() async throws {
        let test = try await TestStore()
        let key = try await test.store.masterKey()
        #expect(key.count == 32)
        #expect(try await test.store.masterKey() == key)
        let other = try await TestStore()
        #expect(try await other.store.masterKey() != key)
    }
}
