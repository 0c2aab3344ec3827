import Desk
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [("1", 1), ("12", 12), ("9223372036854775807", Int64.max)])
    func `an id is read as our own links write it`(text: String, number: Int64) {
        #expect(TicketID(text: text)?.number == number)
        #expect(TicketID(text: text)?.description == text)
    }

    @Test(arguments: [
        "", "0", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ", "1\n", "0x1", "1_000", "9223372036854775808",
        "18446744073709551617", "-9223372036854775808", "١", "１", "1\u{301}", "1\u{0}", "one",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301", String(repeating: "9", count: 10_000),
    ])
    func `T23 anything else is no id`(text: String) {
        #expect(TicketID(text: text) == nil)
        #expect(AgentID(text: text) == nil)
        #expect(LegID(text: text) == nil)
        #expect(CallID(text: text) == nil)
    }

    @Test func `ids are ordered by their number`() {
        #expect(LegID(9) < LegID(10))
        #expect([TicketID(3), TicketID(1)].min() == TicketID(1))
    }
}
