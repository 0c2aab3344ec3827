import Desk
import Testing

@Suite struct CallerNumberTests {
    @Test func `a number names its caller`() throws {
        let caller = CallerNumber("+14158675309")
        #expect(caller.name == "Caller +1 415-867-5309")
        #expect(caller.phone == caller.number && caller.number?.e164 == "+14158675309")
    }

    @Test(arguments: [
        nil, "", "anonymous", "Anonymous", "restricted", "unknown", "client:support_agent", "sip:a@example.com", "+",
        "14158675309", "+1 415 867 5309", "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253",
        "+14158675309\u{301}",
    ])
    func `who hides it is anonymous, and still has what a ticket needs`(named: String?) {
        let caller = CallerNumber(named)
        #expect(caller.number == nil)
        #expect(caller.name == "Anonymous caller" && caller.phone?.e164 == "+266696687")
    }

    @Test(arguments: [(0, "Voicemail, 0 s"), (12, "Voicemail, 12 s"), (130, "Voicemail, 2 min 10 s")])
    func `a message says how long it is`(seconds: Int64, words: String) {
        #expect(Voicemail(key: "k", seconds: seconds).words == words)
    }
}
