import Desk
import Testing

/// Erin talks with Ana; Ben is asked, and may take over.
@Suite struct CallTransferTests {
    static let cleo = LegID(7)

    /// Ana has put Erin on hold and rings Ben.
    private func consulting() throws -> Call {
        var call = try Cast.talk()
        call.legs.append(
            Leg(
                id: Self.cleo, party: .agent(AgentID(3)), side: .callee, role: .consulted, consultedBy: Cast.ana,
                state: .invited))
        try call.apply(.consulted(Cast.ana, asked: Self.cleo), at: 10)
        return call
    }

    private func talking() throws -> Call {
        var call = try consulting()
        try call.apply(.answered(Self.cleo, tab: "cleo"), at: 12)
        return call
    }

    private func hears(_ call: Call, _ one: LegID, _ other: LegID) throws -> Bool {
        call.hears(try #require(call.leg(one)), try #require(call.leg(other)))
    }

    // MARK: Hold

    @Test func `who is on hold hears nobody, and says since when`() throws {
        var call = try Cast.talk()
        try call.apply(.held(Cast.ana), at: 5)
        #expect(call.customer?.heldSince == Cast.time(5))
        #expect(call.customer?.state == .held)
        #expect(try !hears(call, Cast.ana, Cast.customer))
        try call.apply(.unheld(Cast.ana), at: 9)
        #expect(call.customer?.state == .joined)
        #expect(try hears(call, Cast.ana, Cast.customer))
    }

    @Test func `a customer holds nobody, and a call that rings cannot be held`() throws {
        var call = try Cast.talk()
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.held(Cast.customer)) }
        var ringing = Cast.agentCallsCustomer()
        #expect(throws: CallMachine.Refusal.outOfOrder) { try ringing.apply(.held(Cast.ana)) }
    }

    @Test func `a held customer whose page comes back is still on hold`() throws {
        var call = try Cast.talk()
        try call.apply(.held(Cast.ana), at: 5)
        try call.apply(.pageLost(Cast.customer), at: 6)
        try call.apply(.pageReturned(Cast.customer), at: 7)
        #expect(call.customer?.state == .held)
    }

    // MARK: Consulting

    @Test func `while the agents talk, the customer hears neither`() throws {
        let call = try talking()
        #expect(try hears(call, Cast.ana, Self.cleo))
        #expect(try !hears(call, Cast.customer, Self.cleo))
        #expect(try !hears(call, Cast.customer, Cast.ana))
    }

    @Test(arguments: [
        CallMachine.Event.rejected(cleo), .hungUp(cleo), .unreached(cleo, .busy), .consultCancelled(Cast.ana),
    ])
    func `a colleague who does not come gives the customer back`(event: CallMachine.Event) throws {
        var call = try consulting()
        try call.apply(event, at: 13)
        #expect(call.state == .live)
        #expect(!call.isHeld)
        #expect(try hears(call, Cast.ana, Cast.customer))
        #expect(call.deadline == nil)
    }

    @Test func `a colleague who is silent for 20 seconds gives the customer back`() throws {
        var call = try consulting()
        #expect(call.deadline == Cast.time(30))
        try call.apply(.deadline, at: 30)
        #expect(call.leg(Self.cleo)?.departure == .missed)
        #expect(!call.isHeld)
    }

    @Test(arguments: [CallMachine.Event.hungUp(cleo), .soundFailed(cleo, .failed), .consultCancelled(Cast.ana)])
    func `a colleague who goes gives the customer back`(event: CallMachine.Event) throws {
        var call = try talking()
        try call.apply(event, at: 20)
        #expect(try hears(call, Cast.ana, Cast.customer))
        #expect(call.leg(Self.cleo)?.state == .left)
    }

    // MARK: Handing over

    @Test func `handing over leaves customer and colleague together`() throws {
        var call = try talking()
        let actions = try call.apply(.handedOver(Cast.ana), at: 20)
        #expect(call.leg(Cast.ana)?.departure == .handedOver)
        #expect(try hears(call, Cast.customer, Self.cleo))
        #expect(actions.contains(.wrapUp(Cast.ana)))
        #expect(call.leadingAgent == AgentID(3))
        try call.apply(.hungUp(Self.cleo), at: 30)
        #expect(call.isOver)
        #expect(call.lastAgent == AgentID(3))
    }

    @Test func `nobody is handed over to a colleague who has not answered`() throws {
        var call = try consulting()
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.handedOver(Cast.ana)) }
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.broughtIn(Cast.ana)) }
    }

    @Test func `brought in, all three talk, and the first agent's hang-up only leaves`() throws {
        var call = try talking()
        try call.apply(.broughtIn(Cast.ana), at: 20)
        #expect(try hears(call, Cast.ana, Cast.customer))
        #expect(try hears(call, Cast.customer, Self.cleo))
        try call.apply(.hungUp(Cast.ana), at: 25)
        #expect(call.state == .live)
        #expect(try hears(call, Cast.customer, Self.cleo))
        try call.apply(.hungUp(Cast.customer), at: 26)
        #expect(call.isOver)
    }

    @Test func `an agent who hangs up while their colleague is there hands over`() throws {
        var call = try talking()
        try call.apply(.hungUp(Cast.ana), at: 20)
        #expect(call.state == .live)
        #expect(try hears(call, Cast.customer, Self.cleo))
    }

    // MARK: Agents who are lost

    @Test func `a held customer whose agent is lost is offered to the others`() throws {
        var call = try Cast.talk()
        try call.apply(.held(Cast.ana), at: 5)
        try call.apply(.pageLost(Cast.ana), at: 6)
        let actions = try call.apply(.deadline, at: 16)
        #expect(actions.contains(.offerAgain))
        #expect(call.state == .live)
        #expect(call.offerUntil == Cast.time(46))
        call.legs.append(Leg(id: Self.cleo, party: .agent(AgentID(3)), side: .callee, state: .invited))
        try call.apply(.answered(Self.cleo, tab: "cleo"), at: 20)
        #expect(call.offerUntil == nil)
        #expect(try hears(call, Cast.customer, Self.cleo))
    }

    @Test func `a page that is reloaded while the customer is held has 12 seconds to come back`() throws {
        var call = try Cast.talk()
        try call.apply(.held(Cast.ana), at: 5)
        try call.apply(.pageReopened(Cast.ana), at: 6)
        #expect(call.deadline == Cast.time(18))
    }

    @Test func `a held customer whom nobody takes is not left with the music`() throws {
        var call = try Cast.talk()
        try call.apply(.held(Cast.ana), at: 5)
        try call.apply(.pageLost(Cast.ana), at: 6)
        try call.apply(.deadline, at: 16)
        call.legs.append(Leg(id: Self.cleo, party: .agent(AgentID(3)), side: .callee, state: .invited))
        try call.apply(.deadline, at: 46)
        #expect(call.reason == .lost)
    }

    @Test func `an agent lost in a consultation leaves the customer to the colleague`() throws {
        var call = try talking()
        try call.apply(.pageLost(Cast.ana), at: 20)
        try call.apply(.deadline, at: 30)
        #expect(call.state == .live)
        #expect(try hears(call, Cast.customer, Self.cleo))
    }

    // MARK: Telephones

    @Test func `a telephone has no page to lose`() throws {
        var call = try onTelephone()
        #expect(throws: CallMachine.Refusal.outOfOrder) { try call.apply(.pageLost(Cast.customer), at: 9) }
        try call.apply(.resumed, at: 9)
        #expect(call.customer?.state == .joined)
        #expect(call.leg(Cast.ana)?.state == .away)
    }

    @Test func `a telephone call ends at its longest`() throws {
        var call = try onTelephone()
        #expect(call.deadline == Cast.time(100))
        try call.apply(.deadline, at: 100)
        #expect(call.reason == .limit)
    }

    @Test(arguments: [CallEnd.busy, .missed, .failed])
    func `a telephone that is not reached ends the call and says why`(reason: CallEnd) throws {
        var call = try dialling()
        try call.apply(.unreached(Cast.customer, reason), at: 8)
        #expect(call.reason == reason)
    }

    private func dialling() throws -> Call {
        let phone = try #require(PhoneNumber(e164: "+14158675309"))
        return Call(
            id: CallID(1), key: "key", carrier: .twilio, ticket: TicketID(1), visitor: nil, placedAt: Cast.time(0),
            endsBy: Cast.time(100),
            legs: [
                Leg(id: Cast.ana, party: .agent(AgentID(1)), side: .caller, state: .joined, tab: "ana"),
                Leg(id: Cast.customer, party: .customer, side: .callee, phone: phone, state: .invited),
            ])
    }

    private func onTelephone() throws -> Call {
        var call = try dialling()
        try call.apply(.answered(Cast.customer, tab: Leg.phoneTab), at: 5)
        return call
    }
}
