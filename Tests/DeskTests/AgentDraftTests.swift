import Desk
import Testing

@Suite struct AgentDraftTests {
    private func problems(username: String = "ana", name: String = "Ana Diaz") -> AgentDraft.Problems {
        do throws(AgentDraft.Problems) {
            _ = try AgentDraft(username: username, name: name, role: .agent)
            return AgentDraft.Problems()
        } catch {
            return error
        }
    }

    @Test func `a good draft is taken with its role`() throws {
        let draft = try AgentDraft(username: "Ana.Diaz@desk", name: " Ana Diaz ", role: .admin)
        #expect(draft.username == "ana.diaz@desk")
        #expect(draft.name == "Ana Diaz")
        #expect(draft.role == .admin)
    }

    @Test(arguments: [
        ("ANA", "ana"), ("Ａｎａ", "ana"), ("ﬁnn", "finn"), ("Zoë", "zoë"), ("Zoe\u{308}", "zo\u{EB}"),
        ("\u{212A}im", "kim"), ("ſam", "sam"), ("ⅷ", "viii"), ("ǅemal", "džemal"), ("ΣΑΣ", "σασ"),
    ])
    func `one spelling for each user name, byte for byte`(typed: String, folded: String) {
        #expect(Array(AgentDraft.folded(typed).utf8) == Array(folded.utf8))
    }

    @Test(arguments: [
        "ANA", "Ａｎａ", "ﬁnn", "Zoë", "ẞ", "İstanbul", "ϓ", "ϴ", "ᴬ", "K", "Å", "ª", "Ⅷ", "ǲ", "ŉ", "ΐ", "ﷺ", "㎒", "㏀",
        "🄰",
    ])
    func `folding twice changes nothing more`(typed: String) {
        let once = AgentDraft.folded(typed)
        #expect(Array(AgentDraft.folded(once).utf8) == Array(once.utf8))
    }

    @Test(arguments: [
        "an a", "ana!", "ana/ben", "ana\n", "ana\u{0}", "<b>", "ana:ben", "../ana", "ana\u{301}\u{489}", "ana\u{200B}",
        "a%61na", "ana'", "ana\"", "ana;", "👩", "ana\u{202E}",
    ])
    func `a user name has letters, digits and four marks only`(username: String) {
        #expect(problems(username: username).username != nil)
    }

    @Test(arguments: ["ana", "ana.diaz", "ana_d", "ana-d", "ana@desk", "ユキ", "жанна", "7", "٣"])
    func `letters and digits of any script are fine`(username: String) {
        #expect(problems(username: username).isEmpty)
    }

    @Test func `a user name has 1 to 64 characters`() {
        #expect(problems(username: "").username == "Give a user name.")
        #expect(problems(username: String(repeating: "a", count: 64)).isEmpty)
        #expect(problems(username: String(repeating: "a", count: 65)).username?.contains("too long") == true)
        #expect(problems(username: String(repeating: "ﷺ", count: 10)).username != nil)
    }

    @Test func `a name has 1 to 100 characters on one line`() {
        #expect(problems(name: String(repeating: "é", count: 100)).isEmpty)
        for name in ["", "  ", String(repeating: "é", count: 101), "Ana\nDiaz", "Ana\u{0}"] {
            #expect(problems(name: name).name == "Give the agent's name: 1 to 100 characters.")
        }
    }

    @Test func `all that is wrong is said at once, in one line for the console`() {
        let found = problems(username: "", name: "")
        #expect(found.username != nil && found.name != nil)
        #expect(found.sentence == "Give a user name. Give the agent's name: 1 to 100 characters.")
    }
}
