import Mustache
import Testing

/// A template, what it is given, and what comes out.
struct Example: Sendable, CustomTestStringConvertible {
    let template: String
    let value: MustacheValue
    let expected: String

    init(_ template: String, _ value: MustacheValue = [:], gives expected: String) {
        self.template = template
        self.value = value
        self.expected = expected
    }

    var testDescription: String { template.debugDescription }
}

/// A template that is refused, and why.
struct Refusal: Sendable, CustomTestStringConvertible {
    let template: String
    let value: MustacheValue
    let problem: MustacheError.Problem
    let line: Int

    init(_ template: String, _ value: MustacheValue = [:], because problem: MustacheError.Problem, line: Int = 1) {
        self.template = template
        self.value = value
        self.problem = problem
        self.line = line
    }

    var testDescription: String { template.debugDescription }
}

func library(_ template: String, _ partials: [String: String] = [:]) throws(MustacheError) -> MustacheLibrary {
    try MustacheLibrary(templates: partials.merging(["page": template]) { _, page in page })
}

func render(
    _ template: String,
    _ value: MustacheValue = [:],
    partials: [String: String] = [:]
) throws(MustacheError) -> String {
    String(decoding: try library(template, partials).render("page", value), as: UTF8.self)
}

/// Compares bytes: to Swift, strings that differ in bytes can be equal.
func expect(
    _ found: String,
    is expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(Array(found.utf8) == Array(expected.utf8), "\(found.debugDescription)", sourceLocation: sourceLocation)
}
