import Mustache
import Testing

struct InterpolationTests {
    private static let person: MustacheValue = ["name": "Ana", "team": ["lead": ["name": "Ben"], "note": .absent]]

    @Test(arguments: [
        Example("", gives: ""),
        Example("no tags, { single } braces }} and a \\", gives: "no tags, { single } braces }} and a \\"),
        Example("Hello, {{name}}!", ["name": "Ana"], gives: "Hello, Ana!"),
        Example("{{name}}", ["name": "Ana"], gives: "Ana"),
        Example("{{a}}{{b}}{{a}}", ["a": "1", "b": "2"], gives: "121"),
        Example("{{ name }}{{\tname\n}}", ["name": "Ana"], gives: "AnaAna"),
        Example("| {{name}} |", ["name": "-"], gives: "| - |"),
        Example("{{number}} calls", ["number": .number(-42)], gives: "-42 calls"),
        Example("{{name}}}", ["name": "Ana"], gives: "Ana}"),
        Example("{ {{name}} }", ["name": "Ana"], gives: "{ Ana }"),
        Example("{{first_name-2}}", ["first_name-2": "Ana"], gives: "Ana"),
        Example("Grüße, {{name}} 👩‍🚀", ["name": "世界"], gives: "Grüße, 世界 👩‍🚀"),
    ])
    func `a name is replaced by its text`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("  {{name}}\n", ["name": "-"], gives: "  -\n"),
        Example("{{name}}\r\n{{name}}\r\n", ["name": "-"], gives: "-\r\n-\r\n"),
        Example("  {{{html}}}\n", ["html": .html(TrustedHTML(trusting: "<b>"))], gives: "  <b>\n"),
        Example(" {{&html}} \n", ["html": .html(TrustedHTML(trusting: "<b>"))], gives: " <b> \n"),
    ])
    func `a name alone on its line keeps the line`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("{{team.lead.name}}", person, gives: "Ben"),
        Example("{{ team.lead.name }}", person, gives: "Ben"),
        Example("{{#team}}{{lead.name}}{{/team}}", person, gives: "Ben"),
        Example("({{team.note}})", person, gives: "()"),
        Example("({{team.note.of.nobody}})", person, gives: "()"),
    ])
    func `a dotted name walks into objects`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test(arguments: [
        Example("({{note}})", ["note": .absent], gives: "()"),
        Example("({{note}})", ["note": .optional(nil)], gives: "()"),
        Example("({{note}})", ["note": .optional("x")], gives: "(x)"),
        Example("({{note}})", ["note": ""], gives: "()"),
        Example("({{.}})", .absent, gives: "()"),
    ])
    func `a known name without a value renders nothing`(_ example: Example) throws {
        expect(try render(example.template, example.value), is: example.expected)
    }

    @Test func `the dot at the top is the given value itself`() throws {
        expect(try render("<{{.}}>", "a & b"), is: "<a &amp; b>")
    }

    @Test(arguments: ["{{{html}}}", "{{&html}}", "{{{ html }}}", "{{& html }}", "{{#html}}{{{.}}}{{/html}}"])
    func `trusted HTML passes as it is`(_ template: String) throws {
        let html = TrustedHTML(trusting: "<b title=\"x\">'&amp;'</b>")
        expect(try render(template, ["html": .html(html)]), is: "<b title=\"x\">'&amp;'</b>")
    }

    @Test func `what was rendered can be trusted inside another page`() throws {
        let library = try MustacheLibrary(templates: ["layout": "<main>{{{body}}}</main>", "page": "<p>{{text}}</p>"])
        let body = TrustedHTML(trustingBytes: try library.render("page", ["text": "<"]))
        let page = try library.render("layout", ["body": .html(body)])
        expect(String(decoding: page, as: UTF8.self), is: "<main><p>&lt;</p></main>")
    }
}
