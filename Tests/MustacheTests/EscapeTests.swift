import Mustache
import Testing

struct EscapeTests {
    private static let specials: [(raw: String, entity: String)] = [
        ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"),
    ]
    /// To Swift's `Character`, each of these can merge with the byte before it.
    private static let followers = [
        "\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}", "\u{34F}", "\u{20E3}", "\u{0}", "\u{1F3FB}", "\r\n", "\u{1F468}",
    ]

    @Test func `the five special characters are escaped`() throws {
        expect(try render("{{x}}", ["x": "& < > \" '"]), is: "&amp; &lt; &gt; &quot; &#39;")
        expect(try render("{{x}}", ["x": "&amp;&#39;"]), is: "&amp;amp;&amp;#39;")
        expect(try render("{{x}}", ["x": "&&&<<>>"]), is: "&amp;&amp;&amp;&lt;&lt;&gt;&gt;")
    }

    @Test func `everything else passes byte by byte`() throws {
        let text = "Ünïcode e\u{301} 👩‍👩‍👧 \u{0}\u{1}\u{7F}\u{2028} ` = / \\ % \u{FF02}\u{FF1C}\u{FFFD}"
        expect(try render("{{x}}", ["x": .text(text)]), is: text)
    }

    @Test(arguments: specials.map(\.raw), followers)
    func `a following mark does not hide a special character`(_ special: String, _ follower: String) throws {
        let entity = try #require(Self.specials.first { $0.raw == special }?.entity)
        let value: MustacheValue = ["x": .text("a\(special)\(follower)onclick=\(special)\(follower)")]
        let escaped = "a\(entity)\(follower)onclick=\(entity)\(follower)"
        expect(try render("<p>{{x}}</p>", value), is: "<p>\(escaped)</p>")
        expect(try render("<p title=\"{{x}}\">", value), is: "<p title=\"\(escaped)\">")
        expect(try render("<p title='{{x}}'>", value), is: "<p title='\(escaped)'>")
    }

    @Test(arguments: followers)
    func `a mark that begins a value does not merge with the markup before it`(_ follower: String) throws {
        expect(
            try render("<p t=\"{{x}}\">{{x}}</p>", ["x": .text(follower)]),
            is: "<p t=\"\(follower)\">\(follower)</p>"
        )
    }

    @Test(arguments: followers)
    func `a mark in a template does not hide a tag`(_ follower: String) throws {
        let template = "{{x}}\(follower){{\(follower == "\r\n" ? follower : "")x}}\(follower)"
        expect(try render(template, ["x": "<"]), is: "&lt;\(follower)&lt;\(follower)")
    }

    @Test(arguments: ["\r\n", "\"\r\n\"", "\r\n<\r\n>", "a\r\n\r\nb", "\r", "\n\r", "'\r\n\u{301}'"])
    func `CR LF is two bytes`(_ text: String) throws {
        let escaped = String(decoding: text.utf8.flatMap { Self.escaped($0) }, as: UTF8.self)
        expect(try render("[{{x}}]\r\n", ["x": .text(text)]), is: "[\(escaped)]\r\n")
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        specials.first { $0.raw.utf8.first == byte }.map { Array($0.entity.utf8) } ?? [byte]
    }

    @Test(arguments: [
        "{{x}}", "{{{x}}}", "{{&x}}", "{{>page}}", "{{=[[ ]]=}}", "{{#x}}", "{{/x}}", "{{! x }}", "{{", "}}", "[[x]]",
    ])
    func `tags in a value are shown, never followed`(_ text: String) throws {
        let escaped = text.replacing("&", with: "&amp;").replacing(">", with: "&gt;")
        let partials = ["row": "<{{x}}>"]
        expect(try render("{{x}}|{{>row}}", ["x": .text(text)], partials: partials), is: "\(escaped)|<\(escaped)>")
        expect(try render("{{#x}}{{.}}{{/x}}", ["x": .text(text)]), is: escaped)
    }
}
