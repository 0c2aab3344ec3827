import Desk
import TestSupport
import Testing

@testable import Store

extension TalkDesk {
    static let robert = "+14158675309"

    /// Robert's telephone rings the desk.
    @discardableResult
    func ringIn(_ sid: String = "CA1", from number: String = robert) async throws -> Call {
        let caller = Caller(number: number, isVerified: true)
        let arrival = try await store.callFromPhone(sid: sid, caller: caller, longest: 14_400)
        return try #require(try await store.call(arrival.call))
    }

    func answer(_ agent: AgentID, tab: String, in call: Call) async throws -> Call {
        try await store.apply(.answered(try await leg(of: .agent(agent), in: call.id), tab: tab), to: call.id)
    }

    /// A call from Robert's telephone that Ana has taken.
    func talkByPhone(_ sid: String = "CA1") async throws -> Call {
        try await answer(ana, tab: "ana", in: try await ringIn(sid))
    }

    /// Ana's telephone call to a ticket; it is over at once.
    func callAndEnd(_ ticket: TicketID, by agent: AgentID, caps: CallCaps) async throws -> CallTally {
        let placed = try await store.callPhone(
            of: ticket, from: agent, Dial(tab: "tab", ref: "r"), policy: DialPolicy(countries: ["US"]), caps: caps)
        try await store.apply(.hungUp(try await leg(of: .agent(agent), in: placed.id)), to: placed.id)
        return placed.tally
    }

    func wire(of party: Leg.Party, in call: CallID) async throws -> Wire {
        try #require(try await store.call(call)?.legs.last { $0.party == party }).wire
    }

    func phone(_ agent: AgentID, _ number: String = "+14155550199", rings: Bool = true) async throws {
        try await store.setPhone(PhoneNumber(e164: number), of: agent)
        try await store.takeCalls(onPhone: rings, agent: agent)
    }
}
