import Desk
import TestSupport
import Testing

@testable import Store

@Suite struct FreeAgentTests {
    private func rung(_ desk: TalkDesk, _ carrier: Call.CarrierName) async throws -> [FreeAgent] {
        let now = desk.test.clock.now
        return try await desk.test.database.read { try Store.freeAgents(for: carrier, at: now, $0) }
    }

    @Test func `who wraps up is not rung until the time is over`() async throws {
        let desk = try await TalkDesk()
        try await desk.end(try await desk.talk())
        #expect(try await rung(desk, .embedded).map(\.id) == [desk.ben])
        desk.test.clock.advance(seconds: 59)
        #expect(try await rung(desk, .twilio).map(\.id) == [desk.ben])
        desk.test.clock.advance(seconds: 1)
        #expect(try await rung(desk, .embedded).map(\.id) == [desk.ana, desk.ben])
    }

    @Test func `telephones are rung only over a carrier that reaches them`() async throws {
        let desk = try await TalkDesk()
        try await desk.phone(desk.ana)
        try await desk.phone(desk.ben, rings: false)
        let byCarrier = try await rung(desk, .twilio)
        #expect(byCarrier.map(\.id) == [desk.ana, desk.ben])
        #expect(byCarrier.map(\.phone?.e164) == ["+14155550199", nil])
        #expect(try await rung(desk, .embedded).map(\.phone?.e164) == [nil, nil])
    }

    @Test func `a telephone needs no page, an agent without either is not rung`() async throws {
        let desk = try await TalkDesk()
        try await desk.phone(desk.ana)
        for tab in ["ana", "ben"] { _ = try await desk.store.closeConnection("connection-\(tab)") }
        #expect(try await rung(desk, .twilio).map(\.id) == [desk.ana])
        #expect(try await rung(desk, .embedded).isEmpty)
        try await desk.store.choose(.away, for: desk.ana)
        #expect(try await rung(desk, .twilio).isEmpty)
    }

    @Test func `who talks, also by telephone, and who may not sign in is not rung`() async throws {
        let desk = try await TalkDesk()
        _ = try await desk.talkByPhone()
        #expect(try await rung(desk, .twilio).map(\.id) == [desk.ben])
        try await desk.store.disable(desk.ben)
        #expect(try await rung(desk, .twilio).isEmpty)
    }

    // MARK: Colleagues

    private func states(_ desk: TalkDesk, reachesPhones: Bool = true) async throws -> [String: ColleaguePresence.State]
    {
        let dora = try #require(try await desk.store.agents().first { $0.username == "dora" })
        let colleagues = try await desk.store.colleagues(of: dora.id, reachesPhones: reachesPhones)
        #expect(colleagues.map(\.name) == colleagues.map(\.name).sorted())
        return Dictionary(colleagues.map { ($0.name, $0.state) }, uniquingKeysWith: { $1 })
    }

    @Test func `colleagues are what they do, and one is not among one's own`() async throws {
        let desk = try await TalkDesk()
        _ = try await desk.test.addAgent("dora", "Dora Quist")
        _ = try await desk.test.addAgent("cleo", "Cleo Roux")
        let gone = try await desk.test.addAgent("finn", "Finn Gone")
        try await desk.store.disable(gone)
        #expect(
            try await states(desk) == ["Ana Diaz": .available, "Ben Ito": .available, "Cleo Roux": .offline])
        try await desk.store.choose(.away, for: desk.ben)
        #expect(try await states(desk)["Ben Ito"] == .away)
        let call = try await desk.talk()
        #expect(try await states(desk)["Ana Diaz"] == .busy)
        try await desk.end(call)
        #expect(try await states(desk)["Ana Diaz"] == .wrapUp)
        desk.test.clock.advance(seconds: 60)
        #expect(try await states(desk)["Ana Diaz"] == .available)
    }

    @Test func `a colleague on a telephone is there where telephones are reached`() async throws {
        let desk = try await TalkDesk()
        _ = try await desk.test.addAgent("dora", "Dora Quist")
        try await desk.phone(desk.ana)
        _ = try await desk.store.closeConnection("connection-ana")
        #expect(try await states(desk)["Ana Diaz"] == .available)
        #expect(try await states(desk, reachesPhones: false)["Ana Diaz"] == .offline)
    }

    @Test(arguments: zip(ColleaguePresence.State.allCases, [true, true, false, false, true]))
    func `who is there and does not talk can be rung`(state: ColleaguePresence.State, canBeRung: Bool) {
        #expect(ColleaguePresence(id: AgentID(1), name: "Ana", state: state).canBeRung == canBeRung)
    }
}
