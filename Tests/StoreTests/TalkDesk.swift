import Desk
import TestSupport
import Testing

@testable import Store

/// Ana, Ben and Robert's ticket, and calls that Ana takes.
struct TalkDesk {
    let test: TestStore
    let ana: AgentID
    let ben: AgentID
    var store: Store { test.store }

    init() async throws {
        test = try await TestStore()
        ana = try await test.addAgent("ana", "Ana Diaz")
        ben = try await test.addAgent("ben", "Ben Ito")
        try await test.seat(ana, tab: "ana")
        try await test.seat(ben, tab: "ben")
    }

    /// A call to the desk that Ana has answered.
    func talk(_ person: Person = .visitor("visitor_1"), from number: String? = nil) async throws -> Call {
        let id = try await ring(person, from: number)
        return try await store.apply(.answered(try await leg(of: .agent(ana), in: id), tab: "ana"), to: id)
    }

    /// A call to the desk that rings; by telephone where there is a number.
    func ring(_ person: Person = .visitor("visitor_1"), from number: String? = nil) async throws -> CallID {
        let id = try await store.callDesk(from: person, Dial(tab: "home", ref: "d"))
        if let number {
            try await test.database.write {
                try $0.execute("UPDATE calls SET caller_number = $2 WHERE id = $1", .id(id), .text(number))
            }
        }
        return id
    }

    /// The customer hangs up, and Ana's time begins.
    func end(_ call: Call, seconds: Int64 = 60) async throws {
        try await store.apply(.hungUp(try await leg(of: .customer, in: call.id)), to: call.id)
        try await begin(call, seconds: seconds)
    }

    @discardableResult
    func begin(_ call: Call, seconds: Int64 = 60) async throws -> [TicketID] {
        let (ana, now) = (ana, test.clock.now)
        return try await test.database.write {
            try Store.beginWrapUp(call: call.id, agent: ana, at: now, seconds: seconds, $0)
        }
    }

    func leg(of party: Leg.Party, in call: CallID) async throws -> LegID {
        try #require(try await store.call(call)?.legs.first { $0.party == party }).id
    }

    /// Until when the agent is not rung.
    func wrapUpUntil(_ agent: AgentID) async throws -> Timestamp? {
        try await test.database.read { session in
            let row = try #require(try session.first("SELECT wrap_up_until FROM agents WHERE id = $1", .id(agent)))
            return try row.optional("wrap_up_until", row.time)
        }
    }

    func moments(_ ticket: TicketID) async throws -> [Moment.What] {
        try #require(try await store.ticket(ticket)).moments.map(\.what)
    }

    func draft(
        _ outcome: String = "Resolved", _ note: String = "Sent a new head.", _ followUp: String = ""
    ) throws -> WrapUpDraft {
        try WrapUpDraft(outcome: outcome, note: note, followUp: followUp, outcomes: ["Resolved", "No answer"])
    }
}
