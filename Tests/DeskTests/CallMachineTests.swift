import Desk
import Testing

@Suite struct CallMachineTests {
    @Test func `a page that shows the ringing makes the call ring`() throws {
        var call = Cast.customerCallsTwoAgents()
        try call.apply(.rang(Cast.ana))
        #expect(call.state == .ringing)
        #expect(call.leg(Cast.ana)?.state == .ringing)
        #expect(call.leg(Cast.ben)?.state == .invited)
    }

    @Test func `the first answer wins, the other agent's ringing stops`() throws {
        var call = Cast.customerCallsTwoAgents()
        try call.apply(.answered(Cast.ben, tab: "ben"))
        #expect(call.state == .live)
        #expect(call.connectedLegs.map(\.id) == [Cast.customer, Cast.ben])
        #expect(call.leg(Cast.ana)?.departure == .taken)
        #expect(throws: CallMachine.Refusal.taken) { try call.apply(.answered(Cast.ana, tab: "ana")) }
    }

    @Test func `one rejection leaves the others ringing, the last one ends the call`() throws {
        var call = Cast.customerCallsTwoAgents()
        try call.apply(.rejected(Cast.ana))
        #expect(!call.isOver)
        try call.apply(.rejected(Cast.ben))
        #expect(call.reason == .rejected)
        #expect(call.legs.allSatisfy { $0.state == .left })
    }

    @Test func `a caller who gives up cancels, and every ringing stops`() throws {
        var call = Cast.customerCallsTwoAgents()
        try call.apply(.rang(Cast.ana))
        try call.apply(.hungUp(Cast.customer))
        #expect(call.reason == .cancelled)
        #expect(call.endedBy == Cast.customer)
        #expect(call.legs.allSatisfy { $0.state == .left })
    }

    @Test(arguments: [Cast.customer, Cast.ana])
    func `either side's hang-up ends a talk for both`(leg: LegID) throws {
        var call = Cast.customerCallsTwoAgents()
        try call.apply(.answered(Cast.ana, tab: "ana"))
        try call.apply(.hungUp(leg), at: 10)
        #expect(call.reason == .hangup)
        #expect(call.endedBy == leg)
        #expect(call.endedAt == Cast.time(10))
        #expect(call.connectedLegs.isEmpty)
    }

    @Test func `nobody answers for thirty seconds: missed`() throws {
        var call = Cast.customerCallsTwoAgents()
        #expect(call.deadline == Cast.time(30))
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.deadline, at: 29) }
        try call.apply(.deadline, at: 30)
        #expect(call.reason == .missed)
        #expect(call.leg(Cast.ana)?.departure == .missed)
    }

    @Test func `a lost page is waited for ten seconds, then the call is lost`() throws {
        var call = try Cast.talk()
        try call.apply(.pageLost(Cast.customer), at: 5)
        #expect(call.state == .live)
        #expect(call.deadline == Cast.time(15))
        try call.apply(.deadline, at: 15)
        #expect(call.reason == .lost)
        #expect(call.endedBy == Cast.customer)
        #expect(call.leg(Cast.customer)?.departure == .lost)
    }

    @Test func `a page that comes back with its sound goes on talking`() throws {
        var call = try Cast.talk()
        try call.apply(.pageLost(Cast.customer), at: 5)
        try call.apply(.pageReturned(Cast.customer), at: 8)
        #expect(call.leg(Cast.customer)?.state == .joined)
        #expect(call.deadline == nil)
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.deadline, at: 15) }
    }

    @Test func `a reloaded page has sixty seconds to rejoin, from whichever tab`() throws {
        var call = try Cast.talk()
        try call.apply(.pageLost(Cast.ana), at: 5)
        try call.apply(.pageReopened(Cast.ana), at: 6)
        #expect(call.deadline == Cast.time(66))
        try call.apply(.rejoined(Cast.ana, tab: "other"), at: 60)
        #expect(call.leg(Cast.ana)?.tab == "other")
        #expect(call.leg(Cast.ana)?.state == .joined)
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.rejoined(Cast.ana, tab: "third"), at: 61) }
    }

    @Test func `sound that still flows keeps a lost page's leg`() throws {
        var call = try Cast.talk()
        try call.apply(.pageLost(Cast.customer), at: 5)
        try call.apply(.hears(Cast.ana), at: 12)
        #expect(call.deadline == Cast.time(22))
        try call.apply(.deadline, at: 22)
        #expect(call.reason == .lost)
    }

    @Test func `sound does not shorten the time for rejoining`() throws {
        var call = try Cast.talk()
        try call.apply(.pageReopened(Cast.customer), at: 5)
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.hears(Cast.ana), at: 6) }
        #expect(call.deadline == Cast.time(65))
    }

    @Test func `a caller whose page is lost while it rings cancels after ten seconds`() throws {
        var call = Cast.customerCallsTwoAgents()
        try call.apply(.pageLost(Cast.customer), at: 5)
        #expect(call.deadline == Cast.time(15))
        try call.apply(.deadline, at: 15)
        #expect(call.reason == .cancelled)
    }

    @Test func `a server that restarts waits for everybody anew`() throws {
        var call = try Cast.talk()
        try call.apply(.pageLost(Cast.customer), at: 5)
        try call.apply(.resumed, at: 100)
        #expect(call.connectedLegs.allSatisfy { $0.state == .away })
        #expect(call.deadline == Cast.time(110))
        try call.apply(.pageReturned(Cast.ana), at: 101)
        try call.apply(.pageReturned(Cast.customer), at: 102)
        #expect(call.deadline == nil)
    }

    @Test func `muting is kept while pages come and go, and said once`() throws {
        var call = try Cast.talk()
        let actions = try call.apply(.muted(Cast.ana, true), at: 5)
        #expect(actions == [.record("muted", Cast.ana)])
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.muted(Cast.ana, true), at: 6) }
        try call.apply(.pageReopened(Cast.ana), at: 7)
        try call.apply(.rejoined(Cast.ana, tab: "other"), at: 8)
        #expect(call.leg(Cast.ana)?.isMuted == true)
        #expect(call.leg(Cast.customer)?.isMuted == false)
        try call.apply(.muted(Cast.ana, false), at: 9)
        #expect(call.leg(Cast.ana)?.isMuted == false)
    }

    @Test(arguments: [CallEnd.microphone, .failed])
    func `a page without sound ends the call and says why`(reason: CallEnd) throws {
        var call = try Cast.talk()
        try call.apply(.soundFailed(Cast.ana, reason), at: 5)
        #expect(call.reason == reason)
        #expect(call.endedBy == Cast.ana)
    }

    @Test func `after the end nothing changes any more`() throws {
        var call = try Cast.talk()
        try call.apply(.hungUp(Cast.ana), at: 5)
        let ended = call
        for event in Cast.everyEvent {
            #expect(throws: CallMachine.Refusal.over) { try call.apply(event, at: 6) }
        }
        #expect(call == ended)
    }

    @Test func `a leg of another call is unknown`() {
        var call = Cast.customerCallsTwoAgents()
        #expect(throws: CallMachine.Refusal.unknownLeg) { try call.apply(.answered(LegID(99), tab: "x")) }
    }

    @Test func `the call's end is summed up for the timeline`() throws {
        var call = try Cast.talk()
        try call.apply(.hungUp(Cast.customer), at: 130)
        let summary = CallSummary(of: call, agentName: "Ana Diaz")
        #expect(
            summary
                == CallSummary(
                    placedBy: .customer, reason: .hangup, seconds: 130, agent: "Ana Diaz", endedBy: .customer))
        #expect(call.leadingAgent == AgentID(1))
    }
}
