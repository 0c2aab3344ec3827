import Desk
import TestSupport
import Testing

@testable import Store

@Suite struct PhoneCallTests {
    private static let policy = DialPolicy(countries: ["US"])
    private static let caps = CallCaps(perAgentAndDay: 200, perDay: 1_000, longest: 14_400)
    private static let caller = Caller(number: TalkDesk.robert, isVerified: true)

    // MARK: Ringing in

    @Test func `a telephone that rings in waits in a room of its own call's name, and every agent is rung`()
        async throws
    {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn("CA1")
        #expect(call.carrier == .twilio && call.state == .offered && call.room == Room(name: "CA1"))
        #expect(call.caller == Self.caller && call.ticket == nil)
        #expect(call.legs.map(\.party) == [.customer, .agent(desk.ana), .agent(desk.ben)])
        let customer = try #require(call.customer)
        #expect(customer.phone?.e164 == TalkDesk.robert && customer.tab == Leg.phoneTab && customer.wire.sid == "CA1")
        #expect(call.endsBy == desk.test.clock.now.adding(seconds: 14_400))
        #expect(call.deadline == desk.test.clock.now.adding(seconds: CallMachine.ringSeconds))
    }

    @Test func `the same call again finds the one it made, also twenty times at once`() async throws {
        let desk = try await TalkDesk()
        let arrivals = try await withThrowingTaskGroup(of: PhoneArrival.self) { group in
            for _ in 0..<20 {
                group.addTask { try await desk.store.callFromPhone(sid: "CA1", caller: Self.caller, longest: 60) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(arrivals.map(\.call)).count == 1)
        #expect(arrivals.count(where: \.isNew) == 1 && arrivals.allSatisfy { $0.isRinging })
        #expect(try await desk.store.runningCalls().count == 1)
        #expect(
            try await desk.ringIn("CA2").id != arrivals.first?.call, "another call of the same telephone is another")
    }

    @Test func `asked again after its end it rings nobody`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn()
        desk.test.clock.advance(seconds: 30)
        try await desk.store.apply(.deadline, to: call.id)
        let again = try await desk.store.callFromPhone(sid: "CA1", caller: Self.caller, longest: 60)
        #expect(again.call == call.id && !again.isNew && !again.isRinging)
        #expect(try await desk.store.runningCalls().isEmpty)
    }

    @Test func `with nobody free the call is over at once, and a message is waited for`() async throws {
        let desk = try await TalkDesk()
        for agent in [desk.ana, desk.ben] { try await desk.store.choose(.away, for: agent) }
        let arrival = try await desk.store.callFromPhone(sid: "CA1", caller: Self.caller, longest: 60)
        #expect(arrival.isNew && !arrival.isRinging)
        let call = try #require(try await desk.store.call(arrival.call))
        #expect(call.state == .ended && call.reason == .unavailable && call.deadline == nil)
        #expect(call.endedAt == desk.test.clock.now && call.legs.map(\.state) == [.left])
        #expect(try await !desk.store.claimVoicemail(of: call.id), "the caller is at the recorder already")
        let again = try await desk.store.callFromPhone(sid: "CA1", caller: Self.caller, longest: 60)
        #expect(again.call == call.id && !again.isNew && !again.isRinging)
    }

    @Test(arguments: ["anonymous", "", "+266696687", "client:visitor_1", "sip:x@example.com"])
    func `who hides their number is a telephone without one`(named: String) async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ringIn(from: named)
        #expect(call.caller?.number == named)
        #expect(call.customer?.phone == .anonymous)
        #expect(try await desk.store.matches(forCaller: call.id).isEmpty)
        #expect(try await desk.store.runningCalls(of: .visitor("CA1")).isEmpty, "no page is a telephone's")
    }

    // MARK: Ringing out

    @Test func `a call to a ticket's telephone has a key for the agent's page and a longest time`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let placed = try await desk.store.callPhone(
            of: ticket, from: desk.ana, Dial(tab: "ana", ref: "r"), policy: Self.policy, caps: Self.caps)
        #expect(placed.tally == CallTally(byAgent: 1, byDesk: 1))
        let call = try #require(try await desk.store.call(placed.id))
        #expect(call.carrier == .twilio && call.ticket == ticket && call.room?.name == call.key)
        #expect(call.legs.map(\.party) == [.agent(desk.ana), .customer])
        #expect(call.legs.first?.wire.joinKey != nil && call.legs.last?.wire == Wire.none)
        #expect(call.customer?.phone?.e164 == TalkDesk.robert)
        #expect(call.endsBy == desk.test.clock.now.adding(seconds: 14_400))
        #expect(call.deadline == desk.test.clock.now.adding(seconds: CallMachine.dialSeconds))
        #expect(try await desk.store.runningCalls(of: .ticket(ticket)).isEmpty, "no page is a telephone's")
    }

    @Test func `an agent who talks, and a customer who does, are not called`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        func call(_ agent: AgentID) async throws {
            _ = try await desk.store.callPhone(
                of: ticket, from: agent, Dial(tab: "t", ref: "r"), policy: Self.policy, caps: Self.caps)
        }
        _ = try await desk.talk()
        await #expect(throws: DialRefusal.alreadyInCall) { try await call(desk.ana) }
        try await call(desk.ben)
        await #expect(throws: DialRefusal.busy) { try await call(desk.ana) }
        await #expect(throws: DialRefusal.unknown) {
            _ = try await desk.store.callPhone(
                of: TicketID(999), from: desk.ana, Dial(tab: "t", ref: "r"), policy: Self.policy, caps: Self.caps)
        }
    }

    @Test func `T37 a number that the desk does not call makes no call`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        await #expect(throws: DialPolicy.Refusal.country) {
            _ = try await desk.store.callPhone(
                of: ticket, from: desk.ana, Dial(tab: "ana", ref: "r"), policy: DialPolicy(countries: ["GB"]),
                caps: Self.caps)
        }
        #expect(try await desk.store.runningCalls().isEmpty)
        #expect(try await desk.store.tally(of: desk.ana) == CallTally(byAgent: 0, byDesk: 0))
    }

    @Test func `T42 each agent and the desk have so many calls in a day`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let caps = CallCaps(perAgentAndDay: 2, perDay: 3, longest: 60)
        #expect(try await desk.callAndEnd(ticket, by: desk.ana, caps: caps) == CallTally(byAgent: 1, byDesk: 1))
        #expect(try await desk.callAndEnd(ticket, by: desk.ana, caps: caps) == CallTally(byAgent: 2, byDesk: 2))
        await #expect(throws: DialRefusal.agentLimit) { try await desk.callAndEnd(ticket, by: desk.ana, caps: caps) }
        #expect(try await desk.callAndEnd(ticket, by: desk.ben, caps: caps) == CallTally(byAgent: 1, byDesk: 3))
        await #expect(throws: DialRefusal.dayLimit) { try await desk.callAndEnd(ticket, by: desk.ben, caps: caps) }
        try await desk.ringIn()
        #expect(try await desk.store.tally(of: desk.ana).byDesk == 3, "who rings in costs nothing")
        desk.test.clock.advance(seconds: 86_401)
        #expect(try await desk.callAndEnd(ticket, by: desk.ana, caps: caps) == CallTally(byAgent: 1, byDesk: 1))
    }

    @Test func `T42 of many dials at once no more get through than may`() async throws {
        let desk = try await TalkDesk()
        let agents = try await (0..<12).reducing { try await desk.test.addAgent("agent\($0)", "Agent \($0)") }
        let tickets = try await (0..<12).reducing { try await desk.test.file(submission: "s\($0)").id }
        let caps = CallCaps(perAgentAndDay: 9, perDay: 5, longest: 60)
        let placed = try await withThrowingTaskGroup(of: Bool.self) { group in
            for (agent, ticket) in zip(agents, tickets) {
                group.addTask {
                    do {
                        _ = try await desk.callAndEnd(ticket, by: agent, caps: caps)
                        return true
                    } catch DialRefusal.dayLimit {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(placed == 5)
    }
}

extension Range<Int> {
    fileprivate func reducing<Value>(_ make: (Int) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for number in self { values.append(try await make(number)) }
        return values
    }
}
