import Mustache
import Testing

struct RenderingRefusalTests {
    private static let markup = MustacheValue.html(TrustedHTML(trusting: "<b>"))

    private func expectRefused(_ refusal: Refusal) throws {
        let library = try library(refusal.template)
        let found = #expect(throws: MustacheError.self) { try library.render("page", refusal.value) }
        #expect(found?.problem == refusal.problem)
        #expect(found?.template == "page")
        #expect(found?.line == refusal.line)
    }

    @Test(arguments: [
        Refusal("{{name}}", [:], because: .unknownName("name")),
        Refusal("a\n\n{{name}}", ["Name": "x"], because: .unknownName("name"), line: 3),
        Refusal("{{{name}}}", [:], because: .unknownName("name")),
        Refusal("{{#name}}{{/name}}", [:], because: .unknownName("name")),
        Refusal("\n{{^name}}{{/name}}", [:], because: .unknownName("name"), line: 2),
        Refusal("{{name}}", "a text has no names", because: .unknownName("name")),
        Refusal("{{a.b}}", ["a": [:]], because: .unknownName("a.b")),
        Refusal("{{a.b.c}}", ["a": ["b": [:]]], because: .unknownName("a.b.c")),
        Refusal("{{#a.b}}{{/a.b}}", ["a": [:]], because: .unknownName("a.b")),
        Refusal("{{a.b}}", ["a": "a text has no members"], because: .unknownName("a.b")),
        Refusal("{{a.b}}", ["a": false], because: .unknownName("a.b")),
        Refusal("{{a.count}}", ["a": []], because: .unknownName("a.count")),
    ])
    func `an unknown name is an error, never an empty text`(_ refusal: Refusal) throws {
        try expectRefused(refusal)
    }

    @Test(arguments: [
        Refusal("{{#a}}{{name}}{{/a}}", ["name": "outer", "a": [:]], because: .unknownName("name")),
        Refusal(
            "{{#a}}\n{{name}}\n{{/a}}",
            ["name": "outer", "a": [["x": "1"]]],
            because: .unknownName("name"),
            line: 2
        ),
        Refusal("{{#a}}{{#on}}{{/on}}{{/a}}", ["on": true, "a": [:]], because: .unknownName("on")),
        Refusal("{{#a}}{{b.c}}{{/a}}", ["a": ["b": [:]], "b": ["c": "outer"]], because: .unknownName("b.c")),
        Refusal(
            "{{#a}}{{#on}}{{name}}{{/on}}{{/a}}",
            ["name": "outer", "a": ["on": true]],
            because: .unknownName("name")
        ),
    ])
    func `a name never climbs to an enclosing object`(_ refusal: Refusal) throws {
        try expectRefused(refusal)
    }

    @Test(arguments: ["<b>", "", .number(1), true, false, [], ["x"], [:], .absent] as [MustacheValue])
    func `unescaped tags take trusted HTML alone`(_ value: MustacheValue) throws {
        try expectRefused(Refusal("\n{{{name}}}", ["name": value], because: .notTrusted("name"), line: 2))
        try expectRefused(Refusal("{{&name}}", ["name": value], because: .notTrusted("name")))
        try expectRefused(Refusal("{{{.}}}", value, because: .notTrusted(".")))
    }

    @Test func `trusted HTML needs the unescaped tag`() throws {
        try expectRefused(Refusal("\n {{name}}", ["name": Self.markup], because: .needsTripleBraces("name"), line: 2))
        try expectRefused(Refusal("{{#a}}{{.}}{{/a}}", ["a": [Self.markup]], because: .needsTripleBraces(".")))
    }

    @Test(arguments: [true, false, [], ["x"], [:], ["x": "y"]] as [MustacheValue])
    func `flags, lists and objects are not texts`(_ value: MustacheValue) throws {
        try expectRefused(Refusal("{{name}}", ["name": value], because: .notText("name")))
        try expectRefused(Refusal("{{.}}", value, because: .notText(".")))
        try expectRefused(Refusal("{{#all}}{{.}}{{/all}}", ["all": [value]], because: .notText(".")))
    }

    @Test func `an error inside a partial names the partial`() throws {
        let library = try library("a\nb\n{{>row}}", ["row": "\n{{name}}"])
        let found = #expect(throws: MustacheError.self) { try library.render("page", [:]) }
        #expect(found?.description == "row:2: unknown name \"name\"")
    }

    @Test func `an unknown template is an error`() throws {
        let found = #expect(throws: MustacheError.self) { try library("").render("home", [:]) }
        #expect(found?.problem == .unknownTemplate)
        #expect(found?.template == "home")
    }
}
