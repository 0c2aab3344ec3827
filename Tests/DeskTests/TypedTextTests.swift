import Desk
import Testing

@Suite struct TypedTextTests {
    @Test(arguments: [
        ("Robert Kane", "Robert Kane"), ("  Robert Kane\t\r\n", "Robert Kane"), ("\u{A0}Mika\u{3000}", "Mika"),
        ("Zoë", "Zoë"), ("a\u{301}\u{327}", "a\u{301}\u{327}"), ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"), ("a  b", "a  b"),
        ("<b>&\"'", "<b>&\"'"), ("O\u{2019}Neil", "O\u{2019}Neil"), ("\u{301}a", "\u{301}a"),
    ])
    func `a line keeps its bytes but for white space at its ends`(typed: String, kept: String) throws {
        let line = try TypedText.line(typed, limit: 200)
        #expect(Array(line.utf8) == Array(kept.utf8))
    }

    @Test(arguments: ["", " ", "\r\n\t ", "\u{3000}\u{A0}"]) func `nothing but white space is empty`(typed: String) {
        #expect(throws: TypedText.Problem.empty) { try TypedText.line(typed, limit: 10) }
        #expect(throws: TypedText.Problem.empty) { try TypedText.paragraphs(typed, limit: 10) }
    }

    @Test(arguments: ["\u{200B}", "\u{200D}\u{200D}", "\u{FEFF}", "\u{2060} \u{200E}", "\u{AD}"])
    func `what nobody can see is empty too`(typed: String) {
        #expect(throws: TypedText.Problem.empty) { try TypedText.line(typed, limit: 10) }
        #expect(throws: TypedText.Problem.empty) { try TypedText.paragraphs(typed, limit: 10) }
    }

    @Test(arguments: [
        "a\u{0}b", "a\nb", "a\rb", "a\r\nb", "a\tb", "a\u{8}b", "a\u{1B}[31mb", "a\u{7F}b", "a\u{85}b", "a\u{9F}b",
        "a\u{2028}b", "a\u{2029}b", "a\u{B}b", "a\r\u{301}b",
    ])
    func `a line has no breaks and no control characters`(typed: String) {
        #expect(throws: TypedText.Problem.controlCharacter) { try TypedText.line(typed, limit: 200) }
    }

    @Test(arguments: [
        ("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\r\n\r\nb", "a\n\nb"), ("a\n\rb", "a\n\nb"),
        ("a\r\r\nb", "a\n\nb"), ("a\tb", "a\tb"), ("\r\na\r\n", "a"), ("a\r\u{301}b", "a\n\u{301}b"),
    ])
    func `paragraphs keep their lines, whatever ends them`(typed: String, kept: String) throws {
        let text = try TypedText.paragraphs(typed, limit: 200)
        #expect(Array(text.utf8) == Array(kept.utf8))
    }

    @Test(arguments: ["a\u{0}b", "a\u{8}b", "a\u{1B}b", "a\u{7F}b", "a\u{9B}b", "a\u{C}b"])
    func `paragraphs have no control characters but breaks and tabs`(typed: String) {
        #expect(throws: TypedText.Problem.controlCharacter) { try TypedText.paragraphs(typed, limit: 200) }
    }

    @Test func `lengths count scalars, after line ends became one`() throws {
        #expect(try TypedText.line(String(repeating: "é", count: 5), limit: 5).unicodeScalars.count == 5)
        #expect(throws: TypedText.Problem.tooLong(limit: 5)) {
            try TypedText.line("e\u{301}e\u{301}e\u{301}", limit: 5)
        }
        #expect(throws: TypedText.Problem.tooLong(limit: 4)) { try TypedText.line("👩‍👩‍👧", limit: 4) }
        #expect(try TypedText.paragraphs("a\r\nb\r\nc", limit: 5) == "a\nb\nc")
        #expect(throws: TypedText.Problem.tooLong(limit: 4)) { try TypedText.paragraphs("a\r\nb\r\nc", limit: 4) }
    }

    @Test func `white space at the ends does not count`() throws {
        #expect(try TypedText.line(String(repeating: " ", count: 50) + "abc", limit: 3) == "abc")
    }
}
