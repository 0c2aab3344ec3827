import Desk
import Testing

/// What the carrier is still to be asked for, worked out from how a call and its room stand.
@Suite struct RoomPlanTests {
    private static let robert = LegID(1)
    private static let ana = LegID(2)
    private static let ben = LegID(3)

    private func phone() throws -> PhoneNumber { try #require(PhoneNumber(e164: "+14158675309")) }

    private func wire(_ state: Wire.State, held: Bool = false, ends: Bool = false, sid: String? = "CA1") -> Wire {
        Wire(state: state, sid: state == .none ? nil : sid, isHeld: held, endsRoom: ends)
    }

    /// Robert's telephone; he rang the desk unless he is the callee.
    private func robert(
        _ state: Leg.State, _ wire: Wire, side: Leg.Side = .caller, held: Bool = false, departure: Leg.Departure? = nil
    ) throws -> Leg {
        Leg(
            id: Self.robert, party: .customer, side: side, phone: try phone(), state: state, departure: departure,
            tab: Leg.phoneTab, heldSince: held ? Cast.time(1) : nil, wire: wire)
    }

    private func agent(
        _ id: LegID, _ state: Leg.State, _ wire: Wire, side: Leg.Side = .callee, role: Leg.Role = .main,
        consultedBy: LegID? = nil, phone: PhoneNumber? = nil
    ) -> Leg {
        Leg(
            id: id, party: .agent(AgentID(id.number)), side: side, phone: phone, role: role, consultedBy: consultedBy,
            state: state, tab: "tab", wire: wire)
    }

    private func call(
        _ state: Call.State, _ legs: [Leg], carrier: Call.CarrierName = .twilio, room: String? = "CF1",
        reason: CallEnd? = nil, endedBy: LegID? = nil
    ) -> Call {
        Call(
            id: CallID(1), key: "key", carrier: carrier, ticket: nil, visitor: "v", placedAt: Cast.time(0),
            state: state,
            reason: reason, endedBy: endedBy, room: Room(name: "room", sid: room), legs: legs)
    }

    // MARK: Calling

    @Test(arguments: Wire.State.allCases)
    func `a customer's telephone is dialled once the agent is in the room, and not before`(agent: Wire.State) throws {
        let legs = [
            self.agent(Self.ana, .joined, wire(agent), side: .caller), try robert(.invited, .none, side: .callee),
        ]
        let wanted: [RoomOrder] = agent == .joined ? [.dial(Self.robert, try phone())] : []
        #expect(call(.offered, legs).roomOrders == wanted)
    }

    @Test(arguments: Wire.State.allCases.dropFirst())
    func `nobody is called twice`(state: Wire.State) throws {
        let asked = Wire(state: state, sid: nil)
        let outgoing = call(
            .ringing,
            [agent(Self.ana, .joined, wire(.joined), side: .caller), try robert(.ringing, asked, side: .callee)])
        #expect(outgoing.roomOrders == [])
        let incoming = call(
            .ringing, [try robert(.joined, wire(.joined)), agent(Self.ana, .ringing, asked, phone: try phone())])
        #expect(incoming.roomOrders == [])
    }

    @Test func `agents on telephones are rung at once, those on pages by their pages`() throws {
        let legs = [
            try robert(.joined, wire(.asked)), agent(Self.ana, .invited, .none),
            agent(Self.ben, .invited, .none, phone: try phone()),
        ]
        #expect(call(.offered, legs, room: nil).roomOrders == [.ring(Self.ben, try phone())])
    }

    // MARK: Hold

    @Test(arguments: [true, false], Wire.State.allCases)
    func `hold is asked for where somebody is in a room whose id is known`(hasRoom: Bool, state: Wire.State) throws {
        let legs = [try robert(.held, wire(state), held: true), agent(Self.ana, .joined, wire(.joined))]
        let wanted: [RoomOrder] = hasRoom && state == .joined ? [.hold(Self.robert)] : []
        #expect(call(.live, legs, room: hasRoom ? "CF1" : nil).roomOrders == wanted)
    }

    @Test(arguments: [true, false], [true, false])
    func `hold is asked for and taken back only where the carrier has it otherwise`(wanted: Bool, there: Bool) throws {
        let legs = [
            try robert(wanted ? .held : .joined, wire(.joined, held: there), held: wanted),
            agent(Self.ana, .joined, wire(.joined)),
        ]
        let order: [RoomOrder] = wanted == there ? [] : [wanted ? .hold(Self.robert) : .takeOffHold(Self.robert)]
        #expect(call(.live, legs).roomOrders == order)
    }

    // MARK: Closing

    private func handedOver(
        held: Bool = false, ends: Bool = false, ana: Leg.State = .left, role: Leg.Role = .main
    ) throws -> Call {
        call(
            .live,
            [
                try robert(held ? .held : .joined, wire(.joined, held: held), held: held),
                agent(Self.ana, ana, wire(ana == .left ? .gone : .joined)),
                agent(Self.ben, .joined, wire(.joined, ends: ends), role: role, consultedBy: Self.ana),
            ])
    }

    @Test func `the room closes with the agent who was handed the customer, which is said once`() throws {
        #expect(try handedOver().roomOrders == [.endWith(Self.ben)])
        #expect(try handedOver(ends: true).roomOrders == [])
    }

    @Test func `it does not close with somebody who is only asked, or while two agents are there`() throws {
        #expect(try handedOver(held: true, ana: .joined, role: .consulted).roomOrders == [])
        #expect(try handedOver(ana: .joined).roomOrders == [])
    }

    @Test func `a customer on hold outlives the agent who was handed them`() throws {
        #expect(try handedOver(held: true).roomOrders == [])
        #expect(try handedOver(held: true, ends: true).roomOrders == [.goOnWithout(Self.ben)])
    }

    @Test func `an agent who hands the customer on does not take the room along`() throws {
        let cleo = LegID(4)
        func call(ends: Bool) throws -> Call {
            self.call(
                .live,
                [
                    try robert(.joined, wire(.joined)),
                    agent(Self.ben, .left, wire(.joined, ends: ends), consultedBy: Self.ana),
                    agent(cleo, .joined, wire(.joined, ends: true), consultedBy: Self.ben),
                ])
        }
        #expect(try call(ends: true).roomOrders == [.goOnWithout(Self.ben)])
        #expect(try call(ends: false).roomOrders == [.hangUp(Self.ben)])
    }

    // MARK: Hanging up

    @Test(arguments: Wire.State.allCases)
    func `who left is hung up on as long as they are at the carrier`(state: Wire.State) throws {
        let legs = [
            try robert(.joined, wire(.joined)), agent(Self.ana, .joined, wire(.joined)),
            agent(Self.ben, .left, wire(state)),
        ]
        #expect(call(.live, legs).roomOrders == (state.isThere ? [.hangUp(Self.ben)] : []))
    }

    @Test func `nobody is hung up on whose id is not known yet`() throws {
        let legs = [
            try robert(.joined, wire(.joined)), agent(Self.ana, .joined, wire(.joined)),
            agent(Self.ben, .left, wire(.asked, sid: nil), phone: try phone()),
        ]
        #expect(call(.live, legs).roomOrders == [])
    }

    @Test func `a call that is over is over for everybody`() throws {
        let legs = [
            try robert(.left, wire(.joined, held: true), departure: .hangup),
            agent(Self.ana, .left, wire(.joined, ends: true)),
            agent(Self.ben, .left, wire(.ringing), phone: try phone()),
        ]
        let over = call(.ended, legs, reason: .hangup, endedBy: Self.ana)
        #expect(over.roomOrders == [.hangUp(Self.robert), .hangUp(Self.ana), .hangUp(Self.ben)])
    }

    // MARK: Voicemail

    @Test(arguments: CallEnd.allCases)
    func `a telephone that was not answered, or lost its agent, may leave a message`(reason: CallEnd) throws {
        let leaves: Set<CallEnd> = [.missed, .rejected, .unavailable, .lost]
        let over = call(.ended, [try robert(.left, wire(.joined), departure: .hangup)], reason: reason)
        #expect(over.roomOrders == [leaves.contains(reason) ? .takeMessage(Self.robert) : .hangUp(Self.robert)])
    }

    @Test func `who is gone, was lost or was called leaves none`() throws {
        let gone = call(.ended, [try robert(.left, wire(.gone), departure: .hangup)], reason: .missed)
        #expect(gone.roomOrders == [])
        let hungUp = call(.ended, [try robert(.left, wire(.joined), departure: .cancelled)], reason: .missed)
        #expect(hungUp.roomOrders == [.hangUp(Self.robert)])
        let lost = call(
            .ended, [try robert(.left, wire(.joined), departure: .lost)], reason: .lost, endedBy: Self.robert)
        #expect(lost.roomOrders == [.hangUp(Self.robert)])
        let called = call(
            .ended, [try robert(.left, wire(.joined), side: .callee, departure: .missed)], reason: .missed)
        #expect(called.roomOrders == [.hangUp(Self.robert)])
        let page = Leg(
            id: Self.robert, party: .customer, side: .caller, state: .left, departure: .hangup, tab: "tab",
            wire: wire(.joined))
        #expect(call(.ended, [page], reason: .missed).roomOrders == [.hangUp(Self.robert)])
    }

    // MARK: Browsers

    @Test func `browsers that carry a call themselves ask nobody for anything`() throws {
        let legs = [
            try robert(.held, wire(.joined), held: true), agent(Self.ana, .left, wire(.joined)),
            agent(Self.ben, .invited, .none, phone: try phone()),
        ]
        #expect(call(.live, legs, carrier: .embedded).roomOrders == [])
        #expect(call(.ended, legs, carrier: .embedded, reason: .missed).roomOrders == [])
    }
}
