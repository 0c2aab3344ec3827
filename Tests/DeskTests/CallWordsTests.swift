import Desk
import Testing

@Suite struct CallWordsTests {
    private static let caller = LegID(1)
    private static let callee = LegID(2)

    /// A call that is over, placed by the customer (to the desk) or by an agent.
    private func ended(_ reason: CallEnd, by ender: LegID?, fromCustomer: Bool) -> Call {
        let agent = Leg.Party.agent(AgentID(7))
        let legs = [
            Leg(
                id: Self.caller, party: fromCustomer ? .customer : agent, side: .caller, state: .left,
                departure: .hangup, tab: "a"),
            Leg(
                id: Self.callee, party: fromCustomer ? agent : .customer, side: .callee, state: .left,
                departure: .hangup, tab: "b"),
        ]
        return Call(
            id: CallID(1), key: "k", carrier: .embedded, ticket: TicketID(1), visitor: nil,
            placedAt: Timestamp(milliseconds: 0), state: .ended, endedAt: Timestamp(milliseconds: 1), reason: reason,
            endedBy: ender, legs: legs)
    }

    private func words(_ call: Call, for leg: LegID, other: String) throws -> String? {
        CallWords.ending(of: call, for: try #require(call.leg(leg)), other: other)
    }

    static let customersCalls: [(CallEnd, LegID?, String, String)] = [
        (.hangup, caller, "You hung up.", "Robert Kane hung up."),
        (.hangup, callee, "Support hung up.", "You hung up."),
        (.rejected, callee, "Nobody could take the call.", "You rejected the call."),
        (.missed, nil, "Nobody answered.", "You missed this call."),
        (.cancelled, caller, "You cancelled the call.", "Robert Kane gave up."),
        (.lost, caller, "Your connection was lost.", "The connection to Robert Kane was lost."),
        (.lost, callee, "The connection to support was lost.", "Your connection was lost."),
        (.microphone, caller, "Your microphone could not be used.", "The other microphone could not be used."),
        (.failed, callee, "The sound connection failed.", "The sound connection failed."),
        (.busy, nil, "Support is in another call.", "Robert Kane is in another call."),
        (.unavailable, nil, "Support cannot be reached now.", "Robert Kane cannot be reached now."),
    ]

    @Test(arguments: customersCalls)
    func `each end of a call to the desk is told the truth from where it stands`(
        reason: CallEnd, ender: LegID?, customer: String, agent: String
    ) throws {
        let call = ended(reason, by: ender, fromCustomer: true)
        #expect(try words(call, for: Self.caller, other: CallWords.supportName) == customer)
        #expect(try words(call, for: Self.callee, other: "Robert Kane") == agent)
    }

    static let agentsCalls: [(CallEnd, LegID?, String, String)] = [
        (.hangup, caller, "You hung up.", "Ana Diaz hung up."),
        (.rejected, callee, "Robert Kane rejected the call.", "You rejected the call."),
        (.missed, nil, "Nobody answered.", "You missed this call."),
        (.cancelled, caller, "You cancelled the call.", "Ana Diaz gave up."),
        (.lost, callee, "The connection to Robert Kane was lost.", "Your connection was lost."),
    ]

    @Test(arguments: agentsCalls)
    func `each end of a call to a customer is told the truth from where it stands`(
        reason: CallEnd, ender: LegID?, agent: String, customer: String
    ) throws {
        let call = ended(reason, by: ender, fromCustomer: false)
        #expect(try words(call, for: Self.caller, other: "Robert Kane") == agent)
        #expect(try words(call, for: Self.callee, other: "Ana Diaz") == customer)
    }

    @Test func `who rejected while others ring is told so, and nobody else anything`() throws {
        var call = ended(.hangup, by: nil, fromCustomer: true)
        (call.state, call.reason, call.endedAt) = (.ringing, nil, nil)
        call.legs[1].departure = .rejected
        #expect(try words(call, for: Self.callee, other: "Robert Kane") == "You rejected the call.")
        #expect(try words(call, for: Self.caller, other: CallWords.supportName) == nil)
    }

    @Test(arguments: CallEnd.allCases, [true, false])
    func `there are words for every end`(reason: CallEnd, fromCustomer: Bool) throws {
        let call = ended(reason, by: nil, fromCustomer: fromCustomer)
        for leg in [Self.caller, Self.callee] {
            let sentence = try #require(try words(call, for: leg, other: "Robert Kane"))
            #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true)
        }
    }

    // MARK: The timeline

    static let outcomes: [(CallSummary, String, String)] = [
        (
            summary(.agent, .hangup, 130, ended: .customer), "Ana Diaz called.",
            "Talked for 2 min 10 s, ended by the customer."
        ),
        (summary(.agent, .hangup, 5, ended: .agent), "Ana Diaz called.", "Talked for 5 s, ended by Ana Diaz."),
        (
            summary(.customer, .hangup, 3_900, ended: .customer), "The customer called support.",
            "Talked with Ana Diaz for 1 h 5 min, ended by the customer."
        ),
        (summary(.agent, .missed, nil), "Ana Diaz called.", "Nobody answered."),
        (summary(.agent, .rejected, nil), "Ana Diaz called.", "The customer rejected the call."),
        (summary(.customer, .rejected, nil, agent: nil), "The customer called support.", "No agent took the call."),
        (summary(.agent, .cancelled, nil), "Ana Diaz called.", "Given up before an answer."),
        (
            summary(.customer, .cancelled, nil, agent: nil), "The customer called support.",
            "The customer gave up before an answer."
        ),
        (summary(.agent, .lost, 60), "Ana Diaz called.", "Talked for 1 min 0 s, then the connection was lost."),
        (summary(.agent, .microphone, nil), "Ana Diaz called.", "No microphone could be used."),
        (summary(.agent, .failed, 1), "Ana Diaz called.", "Talked for 1 s, then the sound failed."),
    ]

    private static func summary(
        _ placedBy: CallSummary.Side, _ reason: CallEnd, _ seconds: Int64?, agent: String? = "Ana Diaz",
        ended: CallSummary.Side? = nil
    ) -> CallSummary {
        CallSummary(placedBy: placedBy, reason: reason, seconds: seconds, agent: agent, endedBy: ended)
    }

    @Test(arguments: outcomes)
    func `the timeline tells agents who called and how it went`(summary: CallSummary, words: String, detail: String) {
        let told = CallWords.summary(summary, forCustomer: false)
        #expect(told.words == words)
        #expect(told.detail == detail)
    }

    @Test(arguments: outcomes) func `the customer reads You, and never The customer`(
        summary: CallSummary, words: String, detail: String
    ) {
        let told = CallWords.summary(summary, forCustomer: true)
        #expect(!told.words.contains("customer") && told.detail?.contains("customer") == false)
        #expect(told.words == words.replacing("The customer", with: "You"))
    }

    @Test(arguments: [
        (Int64(-5), "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3_599, "59 min 59 s"), (3_600, "1 h 0 min"),
        (86_400, "24 h 0 min"), (.max, "2562047788015215 h 30 min"),
    ])
    func `durations are in words`(seconds: Int64, words: String) {
        #expect(CallWords.duration(seconds) == words)
    }
}
