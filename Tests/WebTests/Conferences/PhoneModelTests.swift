import Desk
import Store
import TestSupport
import Testing
import TwilioDouble

@testable import Web

/// Random sequences of what people do with calls over the carrier, against what must hold whatever happens.
@Suite(.timeLimit(.minutes(5)), .serialized) struct PhoneModelTests {
    private static let tricky = PhoneWorld.Trouble(doubled: 4, late: 4)
    private static let lossy = PhoneWorld.Trouble(doubled: 5, late: 5, lost: 8, unanswered: 6)

    private func world(
        _ seed: UInt64, _ trouble: PhoneWorld.Trouble, _ body: @escaping @Sendable (PhoneWorld) async throws -> Void
    ) async throws {
        let network = DoubleNetwork(seed: seed, stumbles: trouble.unanswered)
        try await network.whileServing { port in
            let world = try await PhoneWorld(network, port: port, seed: seed, trouble)
            try await body(world)
            try await Self.finish(world)
        }
    }

    @Test(arguments: UInt64(1)...12) func `rooms are what the calls are, however late the news`(seed: UInt64)
        async throws
    {
        try await world(seed, Self.tricky) { world in
            for _ in 0..<12 {
                for _ in 0..<world.dice.roll(3) + 1 {
                    try await Self.act(in: world)
                    try await world.goOn(steps: world.dice.roll(6))
                }
                try await world.settle()
                try await Self.check(world)
            }
        }
    }

    @Test(arguments: UInt64(101)...108) func `what is lost on the way is made good, and everything ends`(seed: UInt64)
        async throws
    {
        try await world(seed, Self.lossy) { world in
            for _ in 0..<25 {
                try await Self.act(in: world)
                try await world.goOn(steps: world.dice.roll(12))
                if world.dice.oneIn(4) { try await world.reconcile() }
            }
        }
    }

    // MARK: People

    private static func act(in world: PhoneWorld) async throws {
        let kind = world.dice.roll(20)
        let number = world.dice.oneIn(2) ? PhoneWorld.robert : PhoneWorld.erin
        let index = world.dice.roll(world.pages.count)
        world.story.append("\(kind) \(number) \(index)")
        switch kind {
        case 0, 1: await world.network.perform { if $0.currentCall(of: number) == nil { _ = $0.dial(from: number) } }
        case 2, 3: try await answer(index, world)
        case 4: _ = await world.network.perform { $0.pickUp(PhoneWorld.ben) }
        case 5: _ = await world.network.perform { $0.pickUp(number) }
        case 6: try await dial(index, world)
        case 7: _ = await world.network.perform { $0.hangUp(number) }
        case 8: _ = await world.network.perform { $0.hangUp(PhoneWorld.ben) }
        case 9: try await world.losePage(index)
        case 10: try await world.returnPage(index)
        case 11: try await world.rejoin(index)
        case 12: try await world.pass(seconds: Int64(world.dice.roll(12) + 1))
        case 13: _ = await world.network.perform { $0.refuse(number) }
        default: try await talk(kind, index, world)
        }
    }

    private static func answer(_ index: Int, _ world: PhoneWorld) async throws {
        let own = Person.agent(world.pages[index].agent)
        guard world.pages[index].isOpen,
            let view = try await world.store.runningCalls(of: own).first(where: {
                $0.leg(of: own)?.state.isWaiting == true
            })
        else { return }
        try? await world.switchboard.answer(view.call.key, by: own, tab: world.pages[index].tab)
    }

    private static func dial(_ index: Int, _ world: PhoneWorld) async throws {
        let page = world.pages[index]
        guard page.isOpen else { return }
        let ticket = world.tickets[world.dice.roll(world.tickets.count)]
        try? await world.switchboard.callPhone(of: ticket, from: page.agent, Dial(tab: page.tab, ref: "r"))
    }

    /// What an agent does who is in a call.
    private static func talk(_ kind: Int, _ index: Int, _ world: PhoneWorld) async throws {
        let agents = world.pages.map(\.agent) + [world.desk.ben]
        let own = Person.agent(agents[world.dice.roll(agents.count)])
        guard let key = try await world.store.runningCalls(of: own).first?.call.key else { return }
        let asked = agents[world.dice.roll(agents.count)]
        let switchboard = world.switchboard
        switch kind {
        case 14: try? await switchboard.act(on: key, by: own) { .held($0) }
        case 15: try? await switchboard.act(on: key, by: own) { .unheld($0) }
        case 16, 17: try? await switchboard.consult(asked, in: key, by: own)
        case 18:
            let isHandOver = world.dice.oneIn(2)
            try? await switchboard.act(on: key, by: own) { isHandOver ? .handedOver($0) : .broughtIn($0) }
        default:
            let isCancel = world.dice.oneIn(2)
            try? await switchboard.act(on: key, by: own) { isCancel ? .consultCancelled($0) : .hungUp($0) }
        }
    }

    // MARK: What must hold

    private static func check(_ world: PhoneWorld) async throws {
        let lines = await world.network.lines
        let calls = try await world.store.runningCalls()
        for line in lines { try await checkOwner(of: line, world) }
        for call in calls where call.carrier == .twilio { try await checkHearing(call, lines, world) }
    }

    /// No leg at the carrier without an owner in the desk.
    private static func checkOwner(of line: DoubleNetwork.Line, _ world: PhoneWorld) async throws {
        let wired = try await world.store.wiredLeg(sid: line.sid)
        let owner = try await wired.asyncFlatMap { try await world.store.call($0.call) }
        guard let wired, let owner, let leg = owner.leg(wired.leg) else {
            Issue.record("nobody owns \(line.party)\n\(world.story)")
            return
        }
        let leavesMessage = owner.isOver && leg.isCustomer && leg.side == .caller && line.room == nil
        #expect(leg.state != .left || leavesMessage, "\(line.party) was left behind: \(world.story)")
        guard leg.isCustomer, line.room != nil, line.company == 0, !owner.isOver else { return }
        let isLookedAfter =
            line.hasMusic || owner.legs.contains { !$0.isCustomer && ($0.state.isWaiting || $0.state == .away) }
        #expect(isLookedAfter, "\(line.party) is alone: \(owner.legs) \(world.story)")
    }

    /// Whoever hears somebody in the desk hears them at the carrier.
    private static func checkHearing(_ call: Call, _ lines: [DoubleNetwork.Line], _ world: PhoneWorld) async throws {
        let present = call.legs.filter { leg in
            leg.wire.state == .joined && lines.contains { $0.sid == leg.wire.sid && $0.hasRoomBegun }
        }
        for one in present {
            for other in present where one.id != other.id {
                let isHeard = await world.network.hears(one.wire.sid ?? "", other.wire.sid ?? "")
                #expect(isHeard == call.hears(one, other), "\(one) \(other): \(world.story)")
            }
        }
        let talking = call.state == .live ? call.legs.filter { $0.state == .joined || $0.state == .held } : []
        for leg in talking {
            #expect(present.contains { $0.id == leg.id }, "\(leg) is not in the room: \(world.story)")
        }
    }

    /// Everybody hangs up or waits, and everything ends.
    private static func finish(_ world: PhoneWorld) async throws {
        for number in [PhoneWorld.robert, PhoneWorld.erin, PhoneWorld.ben] {
            _ = await world.network.perform { $0.hangUp(number) }
        }
        for _ in 0..<25 {
            try await world.settle()
            try await world.pass(seconds: 10)
            try await world.reconcile()
        }
        try await world.settle()
        let running = try await world.store.runningCalls()
        #expect(running.isEmpty, "\(running) \(world.story)")
        let lines = await world.network.lines
        #expect(lines.isEmpty, "\(lines) \(world.story)")
        #expect(try await world.store.wiredCalls().isEmpty)
    }
}

extension Optional {
    fileprivate func asyncFlatMap<Result>(_ change: (Wrapped) async throws -> Result?) async rethrows -> Result? {
        guard let self else { return nil }
        return try await change(self)
    }
}
