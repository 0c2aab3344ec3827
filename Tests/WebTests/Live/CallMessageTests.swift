import Desk
import Testing

@testable import Store
@testable import Web

/// What each end of a call is shown of it.
@Suite struct CallMessageTests {
    private static let ana = AgentID(7)
    private static let ben = AgentID(8)
    private static let now = Timestamp(milliseconds: 9_000)

    /// A call to the desk that rings Ana and Ben, or one that Ana placed.
    private func call(
        fromCustomer: Bool = true, visitor: Bool = false, state: Call.State = .ringing, reason: CallEnd? = nil,
        endedBy: LegID? = nil, legs: (inout [Leg]) -> Void = { _ in }
    ) -> CallView {
        var all: [Leg] = [
            Leg(
                id: LegID(40), party: fromCustomer ? .customer : .agent(Self.ana), side: .caller, state: .joined,
                tab: "a",
                dial: "ref"),
            Leg(id: LegID(41), party: fromCustomer ? .agent(Self.ana) : .customer, side: .callee, state: .ringing),
        ]
        if fromCustomer { all.append(Leg(id: LegID(42), party: .agent(Self.ben), side: .callee, state: .invited)) }
        legs(&all)
        let call = Call(
            id: CallID(1), key: "k", carrier: .embedded, ticket: visitor ? nil : TicketID(12),
            visitor: visitor ? "visitor_1" : nil,
            placedAt: Timestamp(milliseconds: 0), state: state, version: 5,
            liveAt: state == .live ? Timestamp(milliseconds: 8_000) : nil,
            endedAt: reason == nil ? nil : Self.now, reason: reason, endedBy: endedBy, legs: all)
        return CallView(
            call: call, agentNames: [Self.ana: "Ana Diaz", Self.ben: "Ben Ito"],
            customer: visitor ? nil : "Robert Kane",
            about: visitor ? nil : "It  broke.\nTwice.")
    }

    private func message(_ view: CallView, _ leg: Int64, tab: String = "a") throws -> CallMessage {
        view.message(for: try view.call.leg(LegID(leg)).orThrow("no leg"), tab: tab, now: Self.now)
    }

    /// Robert's call answered by Ana in tab b.
    private var live: CallView {
        call(state: .live) { legs in
            (legs[1].state, legs[1].tab) = (.joined, "b")
            (legs[2].state, legs[2].departure) = (.left, .taken)
        }
    }

    @Test func `a customer who rings the desk reads support, and nothing of the agents`() throws {
        for view in [call(), live] {
            let message = try message(view, 40)
            #expect(message.with == "support" && message.side == "caller" && message.leg == "joined")
            #expect(message.about == nil && message.ticket == nil)
        }
        #expect(try message(live, 40).state == "live")
    }

    @Test func `an agent who is rung reads who it is and what about, with the way to the ticket`() throws {
        let message = try message(call(), 41, tab: "b")
        #expect(message.with == "Robert Kane" && message.about == "It broke. Twice.")
        #expect(message.ticket == "/dashboard/tickets/12")
        #expect(message.leg == "ringing" && message.side == "callee" && message.mine && message.peers.isEmpty)
        #expect(message.id == "k" && message.version == 5 && message.legId == "41" && message.now == 9_000)
    }

    @Test func `a visitor without a ticket has no name and no ticket`() throws {
        let message = try message(call(visitor: true), 41)
        #expect(message.with == "A visitor" && message.about == nil && message.ticket == nil)
    }

    @Test func `a customer whom an agent rings reads the agent's name`() throws {
        let view = call(fromCustomer: false)
        #expect(try message(view, 41).with == "Ana Diaz")
        #expect(try message(view, 40).with == "Robert Kane")
    }

    @Test func `the tab that placed or answered the call has its sound, others do not`() throws {
        #expect(try message(live, 40, tab: "a").mine)
        #expect(try !message(live, 40, tab: "x").mine)
        #expect(try message(live, 41, tab: "b").mine)
        #expect(try !message(live, 41, tab: "a").mine)
        #expect(try message(call(), 41, tab: "any").mine, "while it rings any tab may answer")
    }

    @Test func `the two ends of a live call exchange sound, and exactly one makes the offer`() throws {
        let customer = try message(live, 40)
        let agent = try message(live, 41, tab: "b")
        #expect(customer.peers == [.init(leg: "41", offer: true, hears: true)])
        #expect(agent.peers == [.init(leg: "40", offer: false, hears: true)])
        #expect(customer.liveAt == 8_000 && agent.liveAt == 8_000)
        #expect(try message(live, 42).peers.isEmpty)
        #expect(try message(call(), 40).peers.isEmpty, "nobody before the answer")
    }

    @Test func `who was too late reads who answered`() throws {
        let message = try message(live, 42)
        #expect(message.leg == "left" && message.reason == "taken" && message.words == "Ana Diaz answered.")
    }

    @Test func `who rejected reads so, while the others still ring`() throws {
        let view = call { ($0[1].state, $0[1].departure) = (.left, .rejected) }
        #expect(try message(view, 41).words == "You rejected the call.")
        #expect(try message(view, 41).reason == "rejected")
        #expect(try message(view, 42).words == nil && message(view, 42).reason == nil)
        #expect(try message(view, 40).words == nil)
    }

    static let ends: [(CallEnd, LegID?, String, String)] = [
        (.hangup, LegID(40), "You hung up.", "Robert Kane hung up."),
        (.hangup, LegID(41), "Support hung up.", "You hung up."),
        (.missed, nil, "Nobody answered.", "You missed this call."),
        (.cancelled, LegID(40), "You cancelled the call.", "Robert Kane gave up."),
        (.rejected, LegID(41), "Nobody could take the call.", "You rejected the call."),
        (.lost, LegID(41), "The connection to support was lost.", "Your connection was lost."),
        (.microphone, LegID(40), "Your microphone could not be used.", "The other microphone could not be used."),
    ]

    @Test(arguments: ends) func `each end reads how it ended from where it stands`(
        reason: CallEnd, ender: LegID?, customer: String, agent: String
    ) throws {
        let view = call(state: .ended, reason: reason, endedBy: ender) { legs in
            for index in legs.indices { (legs[index].state, legs[index].departure) = (.left, .hangup) }
            legs[1].tab = "b"
        }
        #expect(try message(view, 40).words == customer)
        #expect(try message(view, 41).words == agent)
        #expect(try message(view, 40).reason == reason.rawValue)
        #expect(try message(view, 40).peers.isEmpty)
    }

    @Test func `a page that is away is seen by the other, and told until when it may come back`() throws {
        let view = call(state: .live) { legs in
            (legs[1].state, legs[1].tab) = (.away, "b")
            legs[1].awayUntil = Timestamp(milliseconds: 19_000)
            (legs[2].state, legs[2].departure) = (.left, .taken)
        }
        let customer = try message(view, 40)
        #expect(customer.otherAway && customer.rejoinBy == nil)
        let agent = try message(view, 41, tab: "b")
        #expect(!agent.otherAway && agent.rejoinBy == 19_000 && agent.peers.isEmpty && agent.leg == "away")
    }

    @Test func `the dial's own name goes to the tab that dialled, and to no other page`() throws {
        #expect(try message(call(), 40, tab: "a").ref == "ref")
        #expect(try message(call(), 40, tab: "x").ref == nil)
        #expect(try message(call(), 41, tab: "a").ref == nil)
    }

    @Test func `nobody else finds a leg in a call`() {
        let view = live
        #expect(view.leg(of: .ticket(TicketID(12)))?.id == LegID(40))
        #expect(view.leg(of: .agent(Self.ben))?.id == LegID(42))
        for other in [Person.ticket(TicketID(13)), .agent(AgentID(9)), .visitor("visitor_1"), .visitor("")] {
            #expect(view.leg(of: other) == nil)
        }
        #expect(call(visitor: true).leg(of: .visitor("visitor_1"))?.id == LegID(40))
    }
}
