import Desk
import Testing

@Suite struct LineMachineTests {
    private static let customer = LegID(1)
    private static let ana = LegID(2)
    private static let ben = LegID(3)

    /// A call over Genesys that Ana is offered, or that she dials, and, where it is handed over, Ben.
    private func call(dialled: Bool = false, withBen: Bool = false) -> Call {
        let legs = [
            Leg(
                id: Self.customer, party: .customer, side: dialled ? .callee : .caller,
                state: dialled ? .invited : .joined, tab: dialled ? nil : Leg.lineTab),
            Leg(
                id: Self.ana, party: .agent(AgentID(1)), side: dialled ? .caller : .callee,
                state: dialled ? .joined : .invited, tab: dialled ? Leg.lineTab : nil),
            Leg(id: Self.ben, party: .agent(AgentID(2)), side: .callee, state: .invited),
        ]
        return Call(
            id: CallID(1), key: "key", carrier: .embedded, ticket: nil, visitor: "genesys:c1",
            kept: KeptCall(line: .genesys, id: "c1"), placedAt: Cast.time(0),
            legs: Array(legs.prefix(withBen ? 3 : 2)))
    }

    private func report(
        _ state: LineReport.State, _ reason: CallEnd? = nil, by: LineReport.Ender? = nil,
        _ direction: LineReport.Direction = .in
    ) throws -> LineReport {
        var report = try #require(LineReport(line: .genesys, call: "c1", state: state, direction: direction))
        report.reason = reason
        report.endedBy = by
        return report
    }

    private func take(
        _ machine: inout LineMachine, _ state: LineReport.State, of leg: LegID = ana, at seconds: Int64,
        _ reason: CallEnd? = nil, by: LineReport.Ender? = nil, _ direction: LineReport.Direction = .in
    ) throws -> [CallMachine.Action] {
        machine.take(try report(state, reason, by: by, direction), of: leg, at: Cast.time(seconds))
    }

    @Test func `a call rings, is answered, held, taken off hold, and over`() throws {
        var machine = LineMachine(call())
        #expect(try take(&machine, .ringing, at: 0) == [.record("ringing", Self.ana)])
        #expect(machine.call.state == .ringing)
        #expect(try take(&machine, .live, at: 5) == [.record("answered", Self.ana)])
        #expect(machine.call.state == .live && machine.call.liveAt == Cast.time(5))
        #expect(try take(&machine, .held, at: 6) == [.record("held", Self.ana)])
        #expect(machine.call.isHeld && machine.call.customer?.heldSince == Cast.time(6))
        #expect(try take(&machine, .live, at: 8) == [.record("resumed", Self.ana)])
        #expect(!machine.call.isHeld && machine.call.liveAt == Cast.time(5))
        let end = try take(&machine, .ended, at: 9, .hangup, by: .customer)
        #expect(
            end == [
                .record("left: hangup", Self.ana), .wrapUp(Self.ana), .record("ended: hangup", Self.customer),
                .summarise,
            ])
        #expect(machine.call.isOver && machine.call.endedBy == Self.customer && machine.silentFrom == nil)
    }

    @Test func `the same again, or from before, changes nothing`() throws {
        var machine = LineMachine(call())
        _ = try take(&machine, .live, at: 1)
        for state in [LineReport.State.live, .ringing] { #expect(try take(&machine, state, at: 2) == []) }
        _ = try take(&machine, .ended, at: 3)
        let over = machine.call
        for state in LineReport.State.allCases { #expect(try take(&machine, state, at: 4) == []) }
        #expect(machine.call == over)
    }

    @Test(
        arguments: [
            (.in, nil, nil, .missed), (.in, .hangup, .customer, .cancelled), (.in, .hangup, .agent, .rejected),
            (.in, .rejected, .agent, .rejected), (.out, nil, nil, .cancelled), (.out, .hangup, .agent, .cancelled),
            (.out, .hangup, .customer, .rejected), (.out, .busy, nil, .busy), (.out, .failed, nil, .failed),
        ] as [(LineReport.Direction, CallEnd?, LineReport.Ender?, CallEnd)])
    func `an end before an answer has its own name`(
        direction: LineReport.Direction, reason: CallEnd?, by: LineReport.Ender?, end: CallEnd
    ) throws {
        var machine = LineMachine(call(dialled: direction == .out))
        _ = try take(&machine, .ringing, at: 0, direction)
        _ = try take(&machine, .ended, at: 1, reason, by: by, direction)
        #expect(machine.call.reason == end && machine.call.liveAt == nil)
    }

    private func take(
        _ machine: inout LineMachine, _ state: LineReport.State, at seconds: Int64, _ direction: LineReport.Direction
    ) throws -> [CallMachine.Action] {
        try take(&machine, state, at: seconds, nil, by: nil, direction)
    }

    @Test func `who dials is in the call before the customer answers`() throws {
        var machine = LineMachine(call(dialled: true))
        #expect(try take(&machine, .ringing, at: 0, .out) == [.record("ringing", Self.ana)])
        #expect(machine.call.state == .ringing && machine.call.customer?.state == .ringing)
        #expect(LineMachine.state(of: machine.call.legs[1], in: machine.call) == .ringing)
        #expect(try take(&machine, .live, at: 4, .out) == [.record("answered", Self.ana)])
        #expect(machine.call.customer?.state == .joined)
    }

    @Test func `a colleague to whom it is handed over keeps it`() throws {
        var machine = LineMachine(call(withBen: true))
        _ = try take(&machine, .live, at: 1)
        _ = try take(&machine, .held, at: 2)
        _ = try take(&machine, .live, of: Self.ben, at: 3)
        #expect(!machine.call.isHeld, "Ben talks with the customer")
        let left = try take(&machine, .ended, at: 4, .hangup, by: .agent)
        #expect(left == [.record("left: handed-over", Self.ana), .wrapUp(Self.ana)])
        #expect(machine.call.state == .live && machine.call.legs[1].departure == .handedOver)
        _ = try take(&machine, .ended, of: Self.ben, at: 9, .hangup, by: .customer)
        #expect(machine.call.isOver && machine.call.lastAgent == AgentID(2) && machine.call.leadingAgent == AgentID(1))
    }

    @Test func `who is silent for ninety seconds is lost`() throws {
        var machine = LineMachine(call())
        _ = try take(&machine, .live, at: 10)
        // Nothing is written of when it was heard: the call's own beginning counts.
        #expect(machine.silentFrom == Cast.time(90))
        #expect(machine.endSilent(at: Cast.time(89)) == [])
        #expect(machine.endSilent(at: Cast.time(90)).contains(.record("ended: lost", nil)))
        #expect(machine.call.reason == .lost)
        #expect(machine.endSilent(at: Cast.time(500)) == [])
    }

    // MARK: Whatever is reported

    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test(arguments: UInt64(0)..<400)
    func `whatever is reported, nothing moves backwards and no call goes on without an agent`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let dialled = Bool.random(using: &dice)
        var machine = LineMachine(call(dialled: dialled, withBen: Bool.random(using: &dice)))
        for second in Int64(0)..<40 {
            let before = machine.call
            let leg = LegID(Int64.random(in: 0...4, using: &dice))
            let state = LineReport.State.allCases.randomElement(using: &dice) ?? .live
            let actions =
                Int.random(in: 0..<12, using: &dice) == 0
                ? machine.endSilent(at: Cast.time(second * 4))
                : try take(
                    &machine, state, of: leg, at: second * 4, [nil, .hangup, .busy].randomElement(using: &dice) ?? nil,
                    by: [nil, .agent, .customer].randomElement(using: &dice) ?? nil, dialled ? .out : .in)
            check(from: before, to: machine.call, actions)
        }
    }

    private func check(from before: Call, to after: Call, _ actions: [CallMachine.Action]) {
        #expect(!before.isOver || after == before, "an end is final")
        #expect(before.liveAt == nil || after.liveAt == before.liveAt)
        #expect(before.state != .live || after.state == .live || after.isOver)
        #expect(actions.contains(.summarise) == (after.isOver && !before.isOver), "each end is summed up once")
        #expect(actions.isEmpty == (before == after), "what changes is told, and nothing else")
        #expect(after.isOver == after.legs.allSatisfy { $0.state == .left })
        #expect(after.isOver || after.legs.contains { !$0.isCustomer && $0.state != .left }, "an agent is there")
        for (old, new) in zip(before.legs, after.legs) {
            #expect(old.state != .left || new == old, "who left has left")
            #expect(!old.state.isConnected || !new.state.isWaiting)
            #expect((new.state == .left) == (new.departure != nil))
            #expect((new.state == .held) == (new.heldSince != nil))
            let wrapsUp = !old.isCustomer && old.state.isConnected && new.state == .left
            #expect(actions.contains(.wrapUp(new.id)) == wrapsUp)
        }
    }
}
