import Desk
import Mustache
import Store
import Testing

@testable import Web

/// How pages say times, beginnings of texts and timelines.
@Suite struct WordTests {
    private static let now = Timestamp(milliseconds: 1_795_197_600_000)

    private func text(_ value: MustacheValue, _ name: String) -> String? {
        guard case .object(let members) = value, case .text(let text)? = members[name] else { return nil }
        return text
    }

    static let ages: [(seconds: Int64, words: String)] = [
        (0, "just now"), (59, "just now"), (60, "1 min"), (119, "1 min"), (3_599, "59 min"), (3_600, "1 h"),
        (86_399, "23 h"), (86_400, "19 Nov 2026"), (3_456_000, "11 Oct 2026"), (-3_600, "just now"),
    ]

    @Test(arguments: ages)
    func `a time is in words that fit how long ago it is`(seconds: Int64, words: String) {
        let view = TimeView(at: Self.now.adding(seconds: -seconds), now: Self.now)
        #expect(text(view.value, "words") == words)
    }

    @Test func `a time is exact for machines and in the tooltip`() {
        let view = TimeView(at: Self.now, now: Self.now)
        #expect(text(view.value, "iso") == "2026-11-20T18:00:00Z")
        #expect(text(view.value, "exact") == "20 Nov 2026, 18:00 UTC")
        let early = TimeView(at: Timestamp(milliseconds: 1_793_577_600_000), now: Self.now)
        #expect(text(early.value, "exact") == "2 Nov 2026, 00:00 UTC")
    }

    @Test(arguments: [Int64.min, .max, -1, 0, -62_135_596_800_000, 253_402_300_800_000])
    func `a time out of this world breaks nothing`(milliseconds: Int64) {
        let view = TimeView(at: Timestamp(milliseconds: milliseconds), now: Self.now)
        #expect(text(view.value, "words") != nil)
    }

    // MARK: Beginnings

    @Test(arguments: [
        ("", ""), ("It broke.", "It broke."), ("  a \r\n\t b  ", "a b"), ("a\u{A0}b\u{3000}c", "a b c"),
        ("a\u{2003}\n\nb", "a b"),
    ])
    func `a beginning is one line`(whole: String, start: String) {
        #expect(Excerpt.of(whole) == start)
    }

    @Test func `a long beginning ends in an ellipsis after 140 scalars`() {
        #expect(Excerpt.of(String(repeating: "a", count: 140)) == String(repeating: "a", count: 140))
        #expect(Excerpt.of(String(repeating: "a", count: 141)) == String(repeating: "a", count: 140) + "…")
        let marked = Excerpt.of(String(repeating: "a\u{301}", count: 100))
        #expect(marked.unicodeScalars.count == 141)
        #expect(marked.hasSuffix("…"))
    }

    @Test(arguments: ["a \u{301}b", "\u{200B}", "\u{301}", "👩‍👩‍👧‍👦 x", "\u{D}\u{301}x"])
    func `a beginning keeps every mark of a short text`(text: String) {
        let marks = text.unicodeScalars.filter { !$0.properties.isWhitespace }
        #expect(Excerpt.of(text).unicodeScalars.filter { !$0.properties.isWhitespace }.elementsEqual(marks))
    }

    // MARK: The timeline

    private static let summary = CallSummary(
        placedBy: .customer, reason: .missed, seconds: nil, agent: nil, endedBy: nil)

    private static let moments = [
        Moment(at: now, what: .filed), Moment(at: now, what: .status(.pending, by: "Ana Diaz")),
        Moment(at: now, what: .note("He sounds annoyed.", by: "Ben Ito")), Moment(at: now, what: .call(summary)),
        Moment(at: now, what: .status(.solved, by: nil)), Moment(at: now, what: .note("x", by: nil)),
    ]

    @Test func `agents read everything with names`() {
        let views = MomentView.list(Self.moments, forCustomer: false, now: Self.now)
        #expect(views.map(\.kind) == ["filed", "status", "note", "call", "status", "note"])
        #expect(
            views.map(\.words) == [
                "Ticket filed.", "Marked pending by Ana Diaz.", "Note by Ben Ito", "The customer called support.",
                "Marked solved.", "Note by an agent",
            ])
        #expect(views.map(\.detail) == [nil, nil, "He sounds annoyed.", "Nobody answered.", nil, "x"])
    }

    @Test func `customers read what concerns them, without names and notes`() {
        let views = MomentView.list(Self.moments, forCustomer: true, now: Self.now)
        #expect(
            views.map(\.words) == [
                "You filed this ticket.", "Marked pending.", "You called support.", "Marked solved.",
            ])
        #expect(views.map(\.detail) == [nil, nil, "Nobody answered.", nil])
    }

    @Test func `wrap-ups are for agents, and a message has its sound for them alone`() {
        let finished = WrapUp(outcome: "Left a message", note: "Rang twice.", followUp: .callBack)
        let unfinished = WrapUp(outcome: "", note: "Rang tw", followUp: .none)
        let moments = [
            Moment(at: Self.now, what: .wrapUp(finished, by: "Ana Diaz")),
            Moment(at: Self.now, what: .wrapUp(unfinished, by: nil)),
            Moment(at: Self.now, what: .voicemail(Voicemail(key: "k", seconds: 12))),
        ]
        let views = MomentView.list(moments, forCustomer: false, now: Self.now)
        #expect(
            views.map(\.words) == [
                "Wrap-up by Ana Diaz: Left a message", "No wrap-up was saved. Typed by an agent:", "Voicemail, 12 s",
            ])
        #expect(views.map(\.detail) == ["Rang twice.", "Rang tw", nil])
        #expect(views.map(\.followUp) == ["Call back", nil, nil])
        #expect(views.map(\.audio) == [nil, nil, "/dashboard/recordings/k"])
        let told = MomentView.list(moments, forCustomer: true, now: Self.now)
        #expect(told.map(\.words) == ["Voicemail, 12 s"] && told.map(\.audio) == [nil])
    }

    @Test(arguments: [
        (0, "Nobody is available now: leave a ticket and we call you back", false), (1, "1 agent is available", true),
        (2, "2 agents are available", true),
        (-1, "Nobody is available now: leave a ticket and we call you back", false),
    ])
    func `the desk's state is in words`(agents: Int, words: String, isOpen: Bool) {
        let value = DeskStateFragment(freeAgents: agents).value
        #expect(text(value, "words") == words)
        guard case .object(let members) = value, case .flag(let flag)? = members["isOpen"] else {
            Issue.record("no flag")
            return
        }
        #expect(flag == isOpen)
    }
}
