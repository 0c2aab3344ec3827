import Mustache
import Testing

struct ParsingRefusalTests {
    private func expectRefused(_ refusal: Refusal) {
        let error = MustacheError.Problem?.some(refusal.problem)
        let found = #expect(throws: MustacheError.self) { try library(refusal.template) }
        #expect(found?.problem == error)
        #expect(found?.template == "page")
        #expect(found?.line == refusal.line)
    }

    @Test(arguments: [
        Refusal("{{=<% %>=}}", because: .setDelimiters),
        Refusal("a\n{{= | | =}}\n", because: .setDelimiters, line: 2),
        Refusal("{{<layout}}{{/layout}}", because: .inheritance),
        Refusal("\r\n\r\n{{$block}}{{/block}}", because: .inheritance, line: 3),
    ])
    func `set delimiters and inheritance are refused by name`(_ refusal: Refusal) {
        expectRefused(refusal)
    }

    @Test(arguments: [
        Refusal("{{", because: .unclosedTag),
        Refusal("a\n{{name", because: .unclosedTag, line: 2),
        Refusal("{{name}", because: .unclosedTag),
        Refusal("{{{name}}", because: .unclosedTag),
        Refusal("{{! never", because: .unclosedTag),
        Refusal("{{name} }", because: .unclosedTag),
    ])
    func `a tag that is never closed is refused`(_ refusal: Refusal) {
        expectRefused(refusal)
    }

    @Test(arguments: [
        Refusal("{{}}", because: .badName("")),
        Refusal("{{  }}", because: .badName("")),
        Refusal("{{#}}{{/}}", because: .badName("")),
        Refusal("{{.name}}", because: .badName(".name")),
        Refusal("{{name.}}", because: .badName("name.")),
        Refusal("{{a..b}}", because: .badName("a..b")),
        Refusal("{{..}}", because: .badName("..")),
        Refusal("{{two words}}", because: .badName("two words")),
        Refusal("{{a {{b}}", because: .badName("a {{b")),
        Refusal("{{ #on }}", because: .badName("#on")),
        Refusal("{{{{name}}}}", because: .badName("{name")),
        Refusal("{{na\u{301}me}}", because: .badName("na\u{301}me")),
        Refusal("\n{{\n\nname name\n}}", because: .badName("name name"), line: 2),
    ])
    func `what is not a name is refused`(_ refusal: Refusal) {
        expectRefused(refusal)
    }

    @Test(arguments: [
        Refusal("a\n{{#on}}\n", because: .unclosedSection("on"), line: 2),
        Refusal("{{#a}}\n{{^b}}{{/b}}", because: .unclosedSection("a")),
        Refusal("{{#a}}\n{{#b}}", because: .unclosedSection("b"), line: 2),
        Refusal("\n\n{{/on}}", because: .unopenedSection("on"), line: 3),
        Refusal("{{#a}}{{/a}}{{/a}}", because: .unopenedSection("a")),
        Refusal("{{#a}}\n{{#b}}\n{{/a}}\n{{/b}}", because: .mismatchedClose(found: "a", open: "b"), line: 3),
        Refusal("{{#a}}{{/}}", because: .mismatchedClose(found: "", open: "a")),
        Refusal("{{#a.b}}{{/a}}", because: .mismatchedClose(found: "a", open: "a.b")),
    ])
    func `sections that do not match are refused`(_ refusal: Refusal) {
        expectRefused(refusal)
    }

    @Test(arguments: [
        Refusal("a\n{{>missing}}", because: .unknownPartial("missing"), line: 2),
        Refusal("{{#never}}{{>missing}}{{/never}}", because: .unknownPartial("missing")),
        Refusal("{{>*name}}", because: .unknownPartial("*name")),
        Refusal("{{>}}", because: .unknownPartial("")),
        Refusal("\n{{>page}}", because: .endlessPartial("page"), line: 2),
        Refusal("{{#x}}{{/x}}\n{{>page}}", because: .endlessPartial("page"), line: 2),
    ])
    func `partials that are unknown or endless are refused`(_ refusal: Refusal) {
        expectRefused(refusal)
    }

    @Test func `partials that include each other without end are refused where they do`() throws {
        let templates = ["a": "{{>b}}", "b": "\n{{>c}}", "c": "\n\n{{#x}}{{>a}}{{/x}}{{>d}}", "d": "{{>b}}"]
        let error = #expect(throws: MustacheError.self) { try MustacheLibrary(templates: templates) }
        #expect(error?.problem == .endlessPartial("c"))
        #expect(error?.template == "b")
        #expect(error?.line == 2)
    }

    @Test func `an error names template, line and problem`() throws {
        let error = #expect(throws: MustacheError.self) { try MustacheLibrary(templates: ["tickets/row": "\n{{=x}}"]) }
        #expect(error?.description == "tickets/row:2: set delimiters {{= =}} are not supported")
        let missing = #expect(throws: MustacheError.self) { try MustacheLibrary(templates: [:]).render("home", [:]) }
        #expect(missing?.description == "home: there is no such template")
    }
}
