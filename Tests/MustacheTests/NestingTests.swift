import Mustache
import Testing

struct NestingTests {
    private func nested(_ depth: Int) -> String {
        String(repeating: "{{#on}}", count: depth) + "x" + String(repeating: "{{/on}}", count: depth)
    }

    private func chain(_ length: Int) -> [String: String] {
        var templates = ["t\(length)": "x"]
        for index in 0..<length { templates["t\(index)"] = "{{>t\(index + 1)}}" }
        return templates
    }

    @Test func `64 sections nest`() throws {
        expect(try render(nested(64), ["on": true]), is: "x")
    }

    @Test(arguments: [65, 100_000])
    func `more than 64 nested sections are refused`(_ depth: Int) {
        let error = #expect(throws: MustacheError.self) { try library(nested(depth)) }
        #expect(error?.problem == .nestedTooDeep)
    }

    @Test func `64 partials nest, more are an error`() throws {
        let fine = try MustacheLibrary(templates: chain(64))
        #expect(try fine.render("t0", [:]) == Array("x".utf8))
        let deep = try MustacheLibrary(templates: chain(65))
        let error = #expect(throws: MustacheError.self) { try deep.render("t0", [:]) }
        #expect(error?.problem == .nestedTooDeep)
        #expect(error?.template == "t64")
    }

    @Test(arguments: ["{{#on}}{{>page}}{{/on}}", "{{^off}}\n {{>page}}\n{{/off}}"])
    func `recursion that its data never ends is an error`(_ template: String) throws {
        let library = try library(template)
        let error = #expect(throws: MustacheError.self) { try library.render("page", ["on": true, "off": false]) }
        #expect(error?.problem == .nestedTooDeep)
        #expect(error?.template == "page")
    }

    @Test func `recursion through itself by the dot is an error`() throws {
        let library = try library("{{#.}}{{>page}}{{/.}}")
        let error = #expect(throws: MustacheError.self) { try library.render("page", "text") }
        #expect(error?.problem == .nestedTooDeep)
    }
}
