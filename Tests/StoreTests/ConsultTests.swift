import Desk
import TestSupport
import Testing

@testable import Store

/// Ana talks with a customer and asks Ben.
@Suite struct ConsultTests {
    private func consult(_ desk: TalkDesk, _ asked: AgentID, in call: Call) async throws -> Call {
        try await desk.store.consult(asked, for: try await desk.leg(of: .agent(desk.ana), in: call.id), in: call.id)
            .call
    }

    /// Ben's present leg.
    private func ben(_ desk: TalkDesk, in call: Call) throws -> Leg {
        try #require(call.legs.last { $0.party == .agent(desk.ben) })
    }

    @Test func `a colleague is invited by a second leg, and the customer is on hold`() async throws {
        let desk = try await TalkDesk()
        let call = try await consult(desk, desk.ben, in: try await desk.talk())
        let leg = try ben(desk, in: call)
        #expect(leg.role == .consulted && leg.state == .invited && leg.consultedBy == call.agentsIn.first?.id)
        #expect(leg.ringsUntil == desk.test.clock.now.adding(seconds: 20))
        #expect(call.isHeld && call.customer?.heldSince == desk.test.clock.now)
        #expect(try await desk.store.call(call.id) == call, "as it is saved")
    }

    @Test func `the same colleague can be asked twice in one call`() async throws {
        let desk = try await TalkDesk()
        let first = try await consult(desk, desk.ben, in: try await desk.talk())
        try await desk.store.apply(.rejected(try ben(desk, in: first).id), to: first.id)
        let second = try await consult(desk, desk.ben, in: first)
        #expect(second.legs.count { $0.party == .agent(desk.ben) } == 3, "rung for the call, asked, asked again")
        #expect(try ben(desk, in: second).state == .invited && second.isHeld)
        let talking = try await desk.store.apply(.answered(try ben(desk, in: second).id, tab: "ben"), to: second.id)
        #expect(talking.connectedLegs.count == 3)
    }

    @Test func `a second one is not asked before the first is done`() async throws {
        let desk = try await TalkDesk()
        let cleo = try await desk.test.addAgent("cleo", "Cleo Roux")
        try await desk.test.seat(cleo, tab: "cleo")
        let call = try await consult(desk, desk.ben, in: try await desk.talk())
        await #expect(throws: CallMachine.Refusal.outOfOrder) { try await consult(desk, cleo, in: call) }
        await #expect(throws: CallMachine.Refusal.outOfOrder) { try await consult(desk, desk.ben, in: call) }
        #expect(try await desk.store.call(call.id) == call, "nobody was invited")
    }

    @Test func `who talks, is not there, may not sign in or is the agent themselves is not asked`() async throws {
        let desk = try await TalkDesk()
        let offline = try await desk.test.addAgent("cleo", "Cleo Roux")
        let disabled = try await desk.test.addAgent("finn", "Finn Gone")
        try await desk.test.seat(disabled, tab: "finn")
        try await desk.store.disable(disabled)
        let busy = try await desk.test.addAgent("gil", "Gil Vance")
        let own = try await desk.talk()
        try await desk.test.seat(busy, tab: "gil")
        let other = try await desk.ringIn()
        _ = try await desk.answer(busy, tab: "gil", in: other)
        let before = try await desk.store.call(own.id)
        for agent in [offline, disabled, busy, desk.ana, AgentID(999)] {
            await #expect(throws: DialRefusal.busy) { try await consult(desk, agent, in: own) }
        }
        #expect(try await desk.store.call(own.id) == before)
    }

    @Test func `somebody who is away or wraps up may be asked`() async throws {
        let desk = try await TalkDesk()
        try await desk.store.choose(.away, for: desk.ben)
        #expect(try await consult(desk, desk.ben, in: try await desk.talk()).consulted != nil)
    }

    @Test func `a telephone is rung only in a call over a carrier that reaches it`() async throws {
        let desk = try await TalkDesk()
        let embedded = try await desk.talk()
        try await desk.phone(desk.ben)
        #expect(try ben(desk, in: try await consult(desk, desk.ben, in: embedded)).phone == nil, "their page rings")
        try await desk.end(embedded, seconds: 0)
        let call = try await consult(desk, desk.ben, in: try await desk.talkByPhone())
        #expect(try ben(desk, in: call).phone?.e164 == "+14155550199")
    }

    @Test func `only an agent who talks asks somebody`() async throws {
        let desk = try await TalkDesk()
        let ringing = try await desk.ringIn()
        for leg in [
            try #require(ringing.customer).id, try await desk.leg(of: .agent(desk.ana), in: ringing.id), LegID(999),
        ] {
            await #expect(throws: CallMachine.Refusal.self) {
                try await desk.store.consult(desk.ben, for: leg, in: ringing.id)
            }
        }
        #expect(try await desk.store.call(ringing.id) == ringing)
        await #expect(throws: CallMachine.Refusal.unknownLeg) {
            try await desk.store.consult(desk.ben, for: LegID(1), in: CallID(999))
        }
    }

    @Test func `a customer who was handed over stands once on the timeline, with both agents`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await consult(desk, desk.ben, in: try await desk.talk(.ticket(ticket)))
        try await desk.store.apply(.answered(try ben(desk, in: call).id, tab: "ben"), to: call.id)
        desk.test.clock.advance(seconds: 60)
        try await desk.store.apply(.handedOver(try await desk.leg(of: .agent(desk.ana), in: call.id)), to: call.id)
        #expect(try await desk.moments(ticket) == [.filed])
        desk.test.clock.advance(seconds: 30)
        try await desk.store.apply(.hungUp(try ben(desk, in: call).id), to: call.id)
        let summary = CallSummary(
            placedBy: .customer, reason: .hangup, seconds: 90, agent: "Ana Diaz", endedBy: .agent, handedTo: "Ben Ito")
        #expect(try await desk.moments(ticket) == [.filed, .call(summary)])
    }

    @Test func `who was only asked is not named, and both write about the call`() async throws {
        let desk = try await TalkDesk()
        var store = desk.store
        store.wrapUpSeconds = 60
        let ticket = try await desk.test.file().id
        let call = try await consult(desk, desk.ben, in: try await desk.talk(.ticket(ticket)))
        try await store.apply(.answered(try ben(desk, in: call).id, tab: "ben"), to: call.id)
        try await store.apply(.hungUp(try ben(desk, in: call).id), to: call.id)
        #expect(try await desk.wrapUpUntil(desk.ben) == desk.test.clock.now.adding(seconds: 60))
        #expect(try await desk.wrapUpUntil(desk.ana) == nil)
        try await store.apply(.hungUp(try #require(call.customer).id), to: call.id)
        #expect(try await desk.wrapUpUntil(desk.ana) == desk.test.clock.now.adding(seconds: 60))
        guard case .call(let summary) = try await desk.moments(ticket).last else {
            Issue.record("no call on the timeline")
            return
        }
        #expect(summary.agent == "Ana Diaz" && summary.handedTo == nil)
    }
}
