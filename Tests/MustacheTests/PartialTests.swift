import Mustache
import Testing

struct PartialTests {
    private func render(
        _ template: String,
        _ partials: [String: String],
        _ value: MustacheValue = [:]
    ) throws -> String {
        try MustacheTests.render(template, value, partials: partials)
    }

    @Test func `a partial is rendered in place, with the names of its place`() throws {
        let partials = ["tickets/row": "*{{name}}*"]
        expect(try render("<{{>tickets/row}}>", partials, ["name": "a"]), is: "<*a*>")
        expect(try render("|{{> tickets/row }}|", partials, ["name": "a"]), is: "|*a*|")
        let list: MustacheValue = ["all": [["name": "a"], ["name": "b"]], "name": "outer"]
        expect(try render("{{#all}}{{>tickets/row}}{{/all}}", partials, list), is: "*a**b*")
    }

    @Test(arguments: [
        ("a\n  {{>p}}\nb", "x\ny\n", "a\n  x\n  y\nb"),
        ("  {{>p}}\nb", "x\ny", "  x\n  yb"),
        ("a\n  {{>p}}", "x\ny", "a\n  x\n  y"),
        ("a\r\n{{>p}}\r\nb", "x", "a\r\nxb"),
        ("a\r\n {{>p}}\r\nb", "x\r\ny\r\n", "a\r\n x\r\n y\r\nb"),
        ("\t{{>p}}\n", "x\n\ny\n", "\tx\n\t\n\ty\n"),
        (" {{>p}}\n", "", ""),
        (" {{>p}} \n", "\n", " \n"),
        (". {{>p}} .", "\tx\t", ". \tx\t ."),
        ("  .  {{>p}}\n", "x\ny", "  .  x\ny\n"),
    ])
    func `a partial alone on its line is indented`(_ template: String, _ partial: String, _ expected: String) throws {
        expect(try render(template, ["p": partial]), is: expected)
    }

    @Test func `indentation is put before lines of the template, not of its values`() throws {
        let value: MustacheValue = ["text": "1\n2"]
        expect(try render("a\n {{>p}}\nb\n", ["p": "x\n{{text}}\ny\n"], value), is: "a\n x\n 1\n2\n y\nb\n")
    }

    @Test func `tags alone on their line vanish from an indented partial, other tags are indented`() throws {
        let partial = "{{! note }}\n{{#on}}\n{{a}}\n{{/on}}\n{{#on}}b{{/on}}c\n{{^on}}{{/on}}\n"
        expect(try render("  {{>p}}\n", ["p": partial], ["on": true, "a": "a"]), is: "  a\n  bc\n  \n")
    }

    @Test func `a section that spans lines repeats the indentation within it`() throws {
        let value: MustacheValue = ["all": ["1", "2"]]
        expect(try render("  {{>p}}", ["p": "{{#all}}a\n{{/all}}b"], value), is: "  a\n  a\n  b")
        expect(try render("  {{>p}}", ["p": "{{#all}}\n{{.}}\n{{/all}}\n"], value), is: "  1\n  2\n")
    }

    @Test func `indentation adds up, a partial inside a line starts without any`() throws {
        let partials = ["outer": "o\n  {{>inner}}\n- {{>inner}}\n", "inner": "i\nj\n"]
        expect(try render(" {{>outer}}\n", partials), is: " o\n   i\n   j\n - i\nj\n\n")
    }

    @Test func `a partial may include itself inside a section`() throws {
        let partials = ["node": "{{name}}<{{#children}}{{>node}}{{/children}}>"]
        let tree: MustacheValue = [
            "name": "a", "children": [["name": "b", "children": []], ["name": "c", "children": .absent]],
        ]
        expect(try render("{{>node}}", partials, tree), is: "a<b<>c<>>")
    }

    @Test func `an indented partial that includes itself is indented once more each time`() throws {
        let partials = ["node": "{{name}}\n{{#child}}\n  {{>node}}\n{{/child}}\n"]
        let tree: MustacheValue = ["name": "a", "child": ["name": "b", "child": ["name": "c", "child": .absent]]]
        expect(try render("{{>node}}", partials, tree), is: "a\n  b\n    c\n")
    }

    @Test func `the library knows its templates and what each includes, directly or not`() throws {
        let library = try MustacheLibrary(templates: [
            "page": "{{>a}}{{#x}}{{>node}}{{/x}}", "a": "{{>b}}", "b": "", "node": "{{#x}}{{>node}}{{/x}}", "lone": "",
        ])
        #expect(library.names == ["page", "a", "b", "node", "lone"])
        #expect(library.partials(of: "page") == ["a", "b", "node"])
        #expect(library.partials(of: "node") == ["node"])
        #expect(library.partials(of: "lone") == [])
        #expect(library.partials(of: "unknown") == [])
    }
}
