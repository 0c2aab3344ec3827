import Desk
import Testing

@Suite struct WrapUpDraftTests {
    private static let outcomes = ["Resolved", "No answer"]

    private func draft(
        _ outcome: String = "Resolved", _ note: String = "", _ followUp: String = ""
    ) throws(WrapUpDraft.Problem) -> WrapUp {
        try WrapUpDraft(outcome: outcome, note: note, followUp: followUp, outcomes: Self.outcomes).wrapUp
    }

    @Test func `an outcome of the settings is enough`() throws {
        #expect(try draft() == WrapUp(outcome: "Resolved", note: "", followUp: .none))
        #expect(
            try draft("No answer", " a\r\nb ", "solved")
                == WrapUp(outcome: "No answer", note: "a\nb", followUp: .solved))
        #expect(try draft("Resolved", "", "call-back").followUp == .callBack)
    }

    @Test(arguments: ["", "resolved", "Resolved ", "Resolved\u{301}", "Else"])
    func `another outcome is a problem of its field`(outcome: String) {
        let problem = #expect(throws: WrapUpDraft.Problem.self) { try draft(outcome) }
        #expect(problem?.field == .outcome)
    }

    @Test func `the note and what follows have their problems, too`() throws {
        let long = String(repeating: "a", count: 10_000)
        #expect(try draft("Resolved", long).note == long)
        for note in [long + "a", "a\u{8}"] {
            let problem = #expect(throws: WrapUpDraft.Problem.self) { try draft("Resolved", note) }
            #expect(problem?.field == .note)
        }
        let later = #expect(throws: WrapUpDraft.Problem.self) { try draft("Resolved", "", "later") }
        #expect(later?.field == .followUp && later?.field.rawValue == "follow_up")
    }

    @Test(arguments: [
        ("", ""), ("a\r\nb\rc\n", "a\nb\nc\n"), (" a ", " a "), ("a\u{0}b\u{8}\tc\u{2028}", "ab\tc"),
        ("q\u{301}", "q\u{301}"),
    ])
    func `what is still being typed is kept as far as it can be`(typed: String, kept: String) {
        #expect(Array(WrapUp.typed(typed).unicodeScalars) == Array(kept.unicodeScalars))
        let long = WrapUp.typed(String(repeating: "球", count: 20_000))
        #expect(long.unicodeScalars.count == WrapUp.noteLimit)
    }
}
