import Desk
import Testing

@Suite struct LineReportTests {
    private func report(
        line: String? = "genesys", call: String? = "c1", state: String? = "live", direction: String? = "in",
        number: String? = nil, name: String? = nil, ticket: TicketID? = nil, reason: String? = nil, by: String? = nil
    ) -> LineReport? {
        LineReport(
            line: line, call: call, state: state, direction: direction, number: number, name: name, ticket: ticket,
            reason: reason, endedBy: by)
    }

    @Test func `a report says whose call it is and how it stands`() throws {
        let found = try #require(
            report(
                number: "+14158675309", name: " Robert Kane ", ticket: TicketID(3), reason: "missed", by: "customer"))
        #expect(found.line == .genesys && found.call == "c1" && found.state == .live && found.direction == .in)
        #expect(found.number?.e164 == "+14158675309" && found.name == "Robert Kane" && found.ticket == TicketID(3))
        #expect(found.reason == .missed && found.endedBy == .customer)
    }

    @Test func `what cannot be is refused`() {
        #expect(report(line: "embedded") == nil && report(line: "twilio") == nil && report(line: nil) == nil)
        #expect(report(state: "LIVE") == nil && report(state: nil) == nil && report(direction: "sideways") == nil)
        #expect(report(reason: "limit") == nil && report(reason: "") == nil && report(by: "them") == nil)
        #expect(report(ticket: TicketID(0)) == nil && report(ticket: TicketID(-1)) == nil)
        for call in ["", String(repeating: "a", count: 129), "a\nb", "é", "a\u{301}", "\u{0}", "\u{7F}"] {
            #expect(report(call: call) == nil)
        }
        #expect(report(number: String(repeating: "1", count: 1_001)) == nil)
        #expect(report(name: String(repeating: "a", count: 1_001)) == nil)
    }

    @Test func `the id may be any of 128 printable characters`() {
        #expect(report(call: String(repeating: "~", count: 128)) != nil)
        #expect(report(call: "a b/{c}") != nil)
    }

    @Test(arguments: ["anonymous", "sip:ana@example.com", "", "4158675309", "+\u{661}"])
    func `what vendors write instead of a number is none`(number: String) throws {
        #expect(try #require(report(number: number)).number == nil)
    }

    @Test(arguments: ["", " ", "a\nb", "\u{200B}", String(repeating: "a", count: 101)])
    func `a name that fits on no line is left out`(name: String) throws {
        #expect(try #require(report(name: name)).name == nil)
    }

    @Test(
        arguments: [
            (.ringing, .ringing, nil), (.ringing, .live, .live), (.ringing, .held, .held), (.ringing, .ended, .ended),
            (.live, .ringing, nil), (.live, .live, nil), (.live, .held, .held), (.live, .ended, .ended),
            (.held, .ringing, nil), (.held, .live, .live), (.held, .held, nil), (.held, .ended, .ended),
            (.ended, .ringing, nil), (.ended, .live, nil), (.ended, .held, nil), (.ended, .ended, nil),
        ] as [(LineReport.State, LineReport.State, LineReport.State?)])
    func `a call never moves backwards`(known: LineReport.State, reported: LineReport.State, next: LineReport.State?) {
        #expect(LineReport.next(reported, after: known) == next)
    }
}
