import Desk
import Testing

/// Random sequences of what people, networks and timers do, against what must hold whatever happens.
@Suite struct CallMachinePropertyTests {
    /// SplitMix64: the same sequence for the same seed, everywhere.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static func randomEvent(in call: Call, _ dice: inout Dice) -> CallMachine.Event {
        let known = call.legs.map(\.id) + [LegID(99)]
        let leg = known.randomElement(using: &dice) ?? Cast.ana
        let tab = ["one", "two"].randomElement(using: &dice) ?? "one"
        switch Int.random(in: 0..<20, using: &dice) {
        case 0: return .rang(leg)
        case 1: return .answered(leg, tab: tab)
        case 2: return .rejected(leg)
        case 3: return Int.random(in: 0..<3, using: &dice) == 0 ? .hungUp(leg) : .rang(leg)
        case 4: return .pageLost(leg)
        case 5: return .pageReturned(leg)
        case 6: return .pageReopened(leg)
        case 7: return .rejoined(leg, tab: tab)
        case 8: return .hears(leg)
        case 9: return Int.random(in: 0..<4, using: &dice) == 0 ? .soundFailed(leg, .failed) : .hears(leg)
        case 10: return .resumed
        case 11: return .muted(leg, tab == "one")
        case 12: return .held(leg)
        case 13: return .unheld(leg)
        case 14, 15: return .consulted(leg, asked: known.dropLast().last ?? leg)
        case 16: return .handedOver(leg)
        case 17: return .broughtIn(leg)
        case 18: return Int.random(in: 0..<3, using: &dice) == 0 ? .consultCancelled(leg) : .rang(leg)
        default: return .deadline
        }
    }

    /// What the store does beside the machine: a leg for somebody who is to be asked, legs for those who are rung again.
    private static func invite(into call: inout Call, _ leg: Leg) {
        guard !call.isOver, call.legs.count < 12 else { return }
        call.legs.append(leg)
    }

    private static func newLeg(of call: Call, role: Leg.Role, by asking: LegID?) -> Leg {
        let number = Int64(call.legs.count + 1)
        return Leg(
            id: LegID(number), party: .agent(AgentID(number)), side: .callee, role: role, consultedBy: asking,
            state: .invited)
    }

    @Test(arguments: UInt64(0)..<400)
    func `whatever happens, the call tells the truth`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        var call = seed.isMultiple(of: 2) ? Cast.customerCallsTwoAgents() : Cast.agentCallsCustomer()
        var clock: Int64 = 0
        for _ in 0..<60 {
            clock += Int64.random(in: 0...8, using: &dice)
            let before = call
            var event = Self.randomEvent(in: call, &dice)
            do {
                if case .consulted(let asking, _) = event {
                    Self.invite(into: &call, Self.newLeg(of: call, role: .consulted, by: asking))
                    event = .consulted(asking, asked: call.legs.last?.id ?? asking)
                }
                let actions = try call.apply(event, at: clock)
                checkStep(from: before, to: call, actions)
                if actions.contains(.offerAgain) {
                    Self.invite(into: &call, Self.newLeg(of: call, role: .main, by: nil))
                }
            } catch {
                call = before
            }
            checkState(call)
        }
        try finish(&call, from: clock)
    }

    /// Without any further event the timers alone end every call that nobody talks in.
    private func finish(_ call: inout Call, from clock: Int64) throws {
        var steps = 0
        while let deadline = call.deadline {
            let seconds = max(clock, deadline.seconds(since: Cast.time(0)) + 1)
            try call.apply(.deadline, at: seconds)
            steps += 1
            try #require(steps < 8, "every waiting ends")
        }
        #expect(call.isOver || (call.state == .live && call.legs.allSatisfy { $0.state != .away }))
        #expect(call.isOver || !call.agentsIn.isEmpty, "no customer is alone in a room")
    }

    private func checkState(_ call: Call) {
        #expect(!call.legs.isEmpty)
        #expect(call.isOver == (call.reason != nil))
        #expect(call.isOver == (call.endedAt != nil))
        let waiting = call.legs.filter(\.state.isWaiting)
        switch call.state {
        case .offered, .ringing:
            #expect(!waiting.isEmpty, "a call that rings rings somebody")
            #expect(call.connectedLegs.count == 1, "only the caller is in it")
            #expect(call.deadline != nil, "no ringing without an end")
        case .live:
            checkLive(call, waiting)
        case .ended:
            #expect(call.legs.allSatisfy { $0.state == .left }, "an end is everybody's")
            #expect(call.deadline == nil)
        }
        for leg in call.legs {
            #expect((leg.state == .left) == (leg.departure != nil))
            #expect((leg.state == .away) == (leg.awayUntil != nil))
            #expect(!leg.state.isConnected || leg.tab != nil, "whoever talks has a page that carries it")
        }
    }

    private func checkLive(_ call: Call, _ waiting: [Leg]) {
        #expect(call.customer?.state.isConnected == true)
        let isOfferedAgain = call.offerUntil != nil
        #expect(!call.agentsIn.isEmpty || isOfferedAgain && call.isHeld && call.deadline != nil)
        #expect(waiting.allSatisfy { $0.role == .consulted || isOfferedAgain }, "every ringing stops with the answer")
        #expect(waiting.isEmpty || call.deadline != nil, "no ringing without an end")
        #expect(call.legs.count { $0.role == .consulted && $0.state != .left } <= 1)
        guard let consulted = call.consulted, let customer = call.customer else { return }
        #expect(call.isHeld && !call.hears(consulted, customer), "a consultation is between the agents")
    }

    private func checkStep(from before: Call, to after: Call, _ actions: [CallMachine.Action]) {
        #expect(Self.order(after.state) >= Self.order(before.state), "a call never moves backwards")
        #expect(actions.contains(.summarise) == (after.isOver && !before.isOver), "each end is summed up once")
        for (old, new) in zip(before.legs, after.legs) {
            #expect(old.state != .left || new == old, "who left has left")
            #expect(!old.state.isConnected || !new.state.isWaiting)
        }
    }

    private static func order(_ state: Call.State) -> Int {
        switch state {
        case .offered: 0
        case .ringing: 1
        case .live: 2
        case .ended: 3
        }
    }
}
