import Desk
import Testing

@Suite struct TicketDraftTests {
    private func problems(
        name: String = "Robert Kane", phone: String = "(415) 867-5309", description: String = "It broke."
    ) -> TicketDraft.Problems {
        do throws(TicketDraft.Problems) {
            _ = try TicketDraft(name: name, phone: phone, description: description, region: "US")
            return TicketDraft.Problems()
        } catch {
            return error
        }
    }

    @Test func `a good draft is tidied and keeps what was meant`() throws {
        let draft = try TicketDraft(
            name: "  Robert Kane ", phone: " 415.867.5309", description: "It broke.\r\nTwice.\r\n", region: "US")
        #expect(draft.name == "Robert Kane")
        #expect(draft.phone.e164 == "+14158675309")
        #expect(draft.description == "It broke.\nTwice.")
    }

    @Test func `a number without country code is one of the desk's region`() throws {
        let draft = try TicketDraft(name: "Mika", phone: "090-1234-5678", description: "x", region: "JP")
        #expect(draft.phone.e164 == "+819012345678")
    }

    @Test(arguments: ["", "   ", "\u{3000}", "\r\n"]) func `every empty field is named, all at once`(blank: String) {
        let found = problems(name: blank, phone: blank, description: blank)
        #expect(found.name == "Tell us your name.")
        #expect(found.phone == "Please give a telephone number.")
        #expect(found.description == "Tell us what the problem is.")
    }

    @Test func `only the field that is wrong is named`() {
        #expect(problems() == TicketDraft.Problems())
        let found = problems(phone: "not a number")
        #expect(found.name == nil && found.description == nil && found.phone != nil)
    }

    @Test func `the limits are 200 and 10,000 scalars, and the last one fits`() {
        #expect(problems(name: String(repeating: "é", count: 200)).name == nil)
        #expect(
            problems(name: String(repeating: "é", count: 201)).name
                == "This name is too long. Use at most 200 characters.")
        #expect(problems(description: String(repeating: "球", count: 10_000)).description == nil)
        #expect(
            problems(description: String(repeating: "球", count: 10_001)).description
                == "This is too long. Use at most 10,000 characters.")
    }

    @Test(arguments: ["Robert\nKane", "Robert\r\nKane", "a\u{0}b", "a\u{202F}\u{2028}b", "\u{1B}[2J Robert"])
    func `a name of several lines or with control characters is refused`(name: String) {
        #expect(problems(name: name).name?.contains("cannot be shown") == true)
    }

    @Test(arguments: ["911", "+1 911", "112"]) func `nobody can be called back at an emergency number`(phone: String) {
        #expect(problems(phone: phone).phone?.contains("emergency") == true)
    }

    @Test func `every sentence says what to do and nothing of the inside`() {
        let found = problems(name: "\u{0}", phone: "x", description: "\u{0}")
        for sentence in [found.name, found.phone, found.description] {
            #expect(sentence?.hasSuffix(".") == true)
            #expect(sentence?.contains("Problem") == false)
        }
    }
}
