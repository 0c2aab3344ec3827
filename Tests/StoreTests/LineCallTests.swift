import Desk
import TestSupport
import Testing

@testable import Store

/// Calls that a vendor keeps, as they are written down.
@Suite struct LineCallTests {
    private func report(
        _ state: LineReport.State, call: String = "c1", line: LineReport.Line = .amazonConnect,
        _ direction: LineReport.Direction = .in, number: String? = nil, ticket: TicketID? = nil, reason: CallEnd? = nil,
        by: LineReport.Ender? = nil, name: String? = nil
    ) throws -> LineReport {
        var report = try #require(LineReport(line: line, call: call, state: state, direction: direction))
        report.number = number.flatMap { PhoneNumber(e164: $0) }
        report.ticket = ticket
        report.reason = reason
        report.endedBy = by
        report.name = name
        return report
    }

    private func note(_ desk: TalkDesk, _ report: LineReport, by agent: AgentID? = nil) async throws -> LineNote {
        try #require(try await desk.store.note(report, by: agent ?? desk.ana))
    }

    private func events(_ desk: TalkDesk, _ call: CallID) async throws -> [String] {
        try await desk.test.database.read { session in
            try session.query("SELECT what FROM call_events WHERE call_id = $1 ORDER BY id", .id(call)).map {
                try $0.text("what")
            }
        }
    }

    // MARK: One call

    @Test func `a call is one row, with legs, recorder, timeline and wrap-up`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let rung = try await note(desk, try report(.ringing, number: TalkDesk.robert))
        #expect(rung.isNews && rung.view.call.kept == KeptCall(line: .amazonConnect, id: "c1"))
        #expect(rung.view.call.caller == Caller(number: TalkDesk.robert, isVerified: false))
        #expect(rung.view.call.ticket == nil)
        desk.test.clock.advance(seconds: 5)
        let live = try await note(desk, try report(.live, number: TalkDesk.robert))
        #expect(live.view.call.id == rung.view.call.id && live.view.call.ticket == ticket && live.isNews)
        #expect(live.view.customer == "Robert Kane")
        desk.test.clock.advance(seconds: 60)
        let over = try await note(desk, try report(.ended, reason: .hangup, by: .customer))
        #expect(over.view.call.reason == .hangup && over.view.call.isOver)
        #expect(
            try await events(desk, over.view.call.id) == [
                "placed", "ringing", "answered", "on ticket #\(ticket)", "left: hangup", "ended: hangup",
            ])
        let summary = CallSummary(
            placedBy: .customer, reason: .hangup, seconds: 60, agent: "Ana Diaz", endedBy: .customer)
        #expect(try await desk.moments(ticket).contains(.call(summary)))
        #expect(try await desk.store.isOwnCall(key: over.view.call.key, of: desk.ana))
    }

    @Test func `the same again is no news, however often`() async throws {
        let desk = try await TalkDesk()
        for state in LineReport.State.allCases {
            let first = try await note(desk, try report(state))
            #expect(first.isNews)
            for late in LineReport.State.allCases.prefix(while: { $0 != state }) where late == .ringing {
                #expect(try await !note(desk, try report(late)).isNews)
            }
            let again = try await note(desk, try report(state))
            #expect(!again.isNews && again.view == first.view)
        }
    }

    @Test func `the ticket that is named is the call's, if it is there`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let other = try await note(desk, try report(.ringing, ticket: TicketID(999)))
        #expect(other.view.call.ticket == nil)
        let named = try await note(desk, try report(.ringing, call: "c2", .out, ticket: ticket))
        #expect(named.view.call.ticket == ticket)
        #expect(try await !note(desk, try report(.ringing, call: "c2", .out, ticket: ticket)).isNews)
    }

    @Test func `of several tickets none is guessed`() async throws {
        let desk = try await TalkDesk()
        for number in 1...2 { _ = try await desk.test.file(submission: "s\(number)", browser: [UInt8(number)]) }
        let live = try await note(desk, try report(.live, number: TalkDesk.robert))
        #expect(live.view.call.ticket == nil)
        #expect(try await desk.store.matches(forCaller: live.view.call.id).count == 2)
    }

    @Test func `a call that was never heard of before its end is written down where nobody took it`() async throws {
        let desk = try await TalkDesk()
        #expect(try await desk.store.note(try report(.ended, reason: .hangup), by: desk.ana) == nil)
        #expect(try await desk.store.note(try report(.ended), by: desk.ana) == nil)
        let missed = try await note(desk, try report(.ended, reason: .missed))
        #expect(missed.view.call.reason == .missed && missed.view.call.liveAt == nil)
    }

    // MARK: Beside the desk's own calls

    @Test func `an agent in such a call is busy, and free again after it`() async throws {
        let desk = try await TalkDesk()
        #expect(try await desk.store.freeAgentCount() == 2)
        _ = try await note(desk, try report(.ringing))
        #expect(try await desk.store.freeAgentCount() == 2, "who is only rung can be rung elsewhere")
        _ = try await note(desk, try report(.live))
        #expect(try await desk.store.freeAgentCount() == 1)
        #expect(try await desk.store.colleagues(of: desk.ben, reachesPhones: false).first?.state == .busy)
        await #expect(throws: DialRefusal.alreadyInCall) {
            try await desk.store.callPage(
                of: try await desk.test.file().id, from: desk.ana, Dial(tab: "ana", ref: "r"))
        }
        _ = try await note(desk, try report(.ended))
        #expect(try await desk.store.freeAgentCount() == 2)
    }

    @Test func `who talks over it takes no call of the desk's`() async throws {
        let desk = try await TalkDesk()
        let id = try await desk.ring()
        _ = try await note(desk, try report(.live))
        let leg = try await desk.leg(of: .agent(desk.ana), in: id)
        await #expect(throws: CallMachine.Refusal.taken) {
            try await desk.store.apply(.answered(leg, tab: "ana"), to: id)
        }
        try await desk.store.apply(
            .answered(try await desk.leg(of: .agent(desk.ben), in: id), tab: "ben"), to: id)
    }

    @Test func `who talks over the desk may be in one of a vendor's all the same: that is how it is`() async throws {
        let desk = try await TalkDesk()
        _ = try await desk.talk()
        #expect(try await note(desk, try report(.live)).view.call.state == .live)
        #expect(try await note(desk, try report(.live, call: "c2")).view.call.state == .live)
    }

    @Test func `the desk's own timers, recovery and questions leave it alone`() async throws {
        let desk = try await TalkDesk()
        let call = try await note(desk, try report(.live)).view.call
        desk.test.clock.advance(seconds: 3_600)
        #expect(try await desk.store.dueCalls().isEmpty)
        #expect(try await desk.store.runningCalls().isEmpty)
        #expect(try await desk.store.runningCalls(of: .agent(desk.ana)).isEmpty)
        #expect(try await desk.store.abandonedLegs().isEmpty)
        #expect(try await desk.store.wiredCalls().isEmpty)
        #expect(try await desk.store.runningCallCounts().isEmpty)
        #expect(try await desk.store.lineCalls(of: desk.ana).map(\.call.id) == [call.id])
        let agent = try await desk.leg(of: .agent(desk.ana), in: call.id)
        await #expect(throws: CallMachine.Refusal.unknownLeg) {
            try await desk.store.apply(.hungUp(agent), to: call.id)
        }
    }

    @Test func `two calls with one customer at once: the second has no ticket`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        _ = try await note(desk, try report(.live, number: TalkDesk.robert))
        let second = try await note(desk, try report(.live, call: "c2", number: TalkDesk.robert), by: desk.ben)
        #expect(second.view.call.ticket == nil && second.view.call.state == .live)
        #expect(try await desk.store.note(try report(.live, call: "c3", ticket: ticket), by: desk.ben) != nil)
    }

    // MARK: Colleagues

    @Test func `a colleague joins the call and does not take it away`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let first = try await note(desk, try report(.live, line: .genesys, ticket: ticket)).view.call
        let second = try await note(desk, try report(.live, line: .genesys), by: desk.ben).view.call
        #expect(second.id == first.id && second.agentsIn.map(\.agent) == [desk.ana, desk.ben])
        _ = try await note(desk, try report(.ended, line: .genesys))
        let call = try #require(try await desk.store.call(first.id))
        #expect(call.state == .live && call.agentsIn.map(\.agent) == [desk.ben])
        _ = try await note(desk, try report(.ended, line: .genesys, reason: .hangup), by: desk.ben)
        let summary = try await desk.moments(ticket).compactMap { if case .call(let sum) = $0 { sum } else { nil } }
        #expect(summary.map(\.handedTo) == ["Ben Ito"] && summary.map(\.agent) == ["Ana Diaz"])
    }

    @Test func `who handed a call over and gets it back is in it again`() async throws {
        let desk = try await TalkDesk()
        _ = try await note(desk, try report(.live, line: .genesys))
        _ = try await note(desk, try report(.live, line: .genesys), by: desk.ben)
        _ = try await note(desk, try report(.ended, line: .genesys, reason: .hangup))
        #expect(try await !note(desk, try report(.live, line: .genesys)).isNews, "a late word")
        desk.test.clock.advance(seconds: 10)
        _ = try await note(desk, try report(.live, line: .genesys), by: desk.ben)
        let call = try await note(desk, try report(.live, line: .genesys)).view.call
        #expect(call.agentsIn.map(\.agent) == [desk.ben, desk.ana])
    }

    @Test func `a call that one agent missed rings the next, and the same one later`() async throws {
        let desk = try await TalkDesk()
        _ = try await note(desk, try report(.ringing))
        let missed = try await note(desk, try report(.ended, reason: .missed)).view.call
        #expect(try await !note(desk, try report(.ringing)).isNews, "a late word")
        let next = try await note(desk, try report(.ringing), by: desk.ben).view.call
        #expect(next.id != missed.id && next.kept == missed.kept)
        _ = try await note(desk, try report(.ended, reason: .missed), by: desk.ben)
        desk.test.clock.advance(seconds: 6)
        #expect(try await note(desk, try report(.ringing)).view.call.state == .ringing)
    }

    @Test func `who was in a call is not in it again, who missed it may be`() async throws {
        let desk = try await TalkDesk()
        for state in [LineReport.State.live, .ended] { _ = try await note(desk, try report(state)) }
        _ = try await note(desk, try report(.ringing, call: "c2"))
        _ = try await note(desk, try report(.ended, call: "c2"))
        desk.test.clock.advance(seconds: 6)
        #expect(try await note(desk, try report(.live)).view.call.isOver)
        #expect(try await note(desk, try report(.live, call: "c2")).view.call.state == .live)
    }

    @Test func `reported by twenty pages at once it is one call`() async throws {
        let desk = try await TalkDesk()
        let report = try report(.live)
        let ids = try await withThrowingTaskGroup(of: CallID?.self) { group in
            for number in 0..<20 {
                let agent = number.isMultiple(of: 2) ? desk.ana : desk.ben
                group.addTask { try await desk.store.note(report, by: agent)?.view.call.id }
            }
            return try await group.reduce(into: Set<CallID?>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await desk.store.call(try #require(ids.first ?? nil))?.legs.count == 3)
    }

    // MARK: Silence

    @Test func `ninety seconds of silence end it, and every word begins them anew`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        _ = try await note(desk, try report(.live, ticket: ticket))
        desk.test.clock.advance(seconds: 80)
        _ = try await note(desk, try report(.live, ticket: ticket))
        desk.test.clock.advance(seconds: 89)
        #expect(try await desk.store.endSilentLineCalls().isEmpty)
        desk.test.clock.advance(seconds: 1)
        let ended = try await desk.store.endSilentLineCalls()
        #expect(ended.map(\.view.call.reason) == [.lost])
        #expect(try await desk.store.endSilentLineCalls().isEmpty)
        #expect(try await desk.moments(ticket).contains { if case .call = $0 { true } else { false } })
    }

    @Test func `a call that went on in silence is written down again`() async throws {
        let desk = try await TalkDesk()
        _ = try await note(desk, try report(.live))
        desk.test.clock.advance(seconds: 90)
        let lost = try await desk.store.endSilentLineCalls()
        let again = try await note(desk, try report(.live)).view.call
        #expect(again.id != lost.first?.view.call.id && again.state == .live)
        _ = try await note(desk, try report(.ended, reason: .hangup))
        #expect(try await desk.store.call(again.id)?.reason == .hangup)
    }

    @Test func `of two agents the silent one is lost`() async throws {
        let desk = try await TalkDesk()
        let call = try await note(desk, try report(.live)).view.call
        desk.test.clock.advance(seconds: 60)
        _ = try await note(desk, try report(.live), by: desk.ben)
        desk.test.clock.advance(seconds: 31)
        _ = try await desk.store.endSilentLineCalls()
        #expect(try await desk.store.call(call.id)?.agentsIn.map(\.agent) == [desk.ben])
        desk.test.clock.advance(seconds: 60)
        #expect(try await desk.store.endSilentLineCalls().map(\.view.call.reason) == [.lost])
    }

    @Test func `after a start the silence counts from then`() async throws {
        let desk = try await TalkDesk()
        _ = try await note(desk, try report(.live))
        desk.test.clock.advance(seconds: 3_600)
        try await desk.store.renewLineCalls()
        desk.test.clock.advance(seconds: 89)
        #expect(try await desk.store.endSilentLineCalls().isEmpty)
        desk.test.clock.advance(seconds: 1)
        #expect(try await desk.store.endSilentLineCalls().count == 1)
    }

    // MARK: The agent's choice

    @Test func `an agent's line is kept`() async throws {
        let desk = try await TalkDesk()
        #expect(try await desk.store.agents().allSatisfy { $0.line == nil })
        try await desk.store.chooseLine(.genesys, for: desk.ana)
        #expect(try await desk.store.agents().first { $0.id == desk.ana }?.line == .genesys)
        await #expect(throws: AgentChange.unknown) {
            try await desk.store.chooseLine(.genesys, for: AgentID(999))
        }
    }
}
