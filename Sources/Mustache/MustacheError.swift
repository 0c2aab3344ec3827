/// Why a template was refused, and where.
package struct MustacheError: Error, Sendable, Hashable {
    /// The template's name, or the folder's path when the folder itself is the problem.
    package let template: String
    /// Counted from 1; 0 when the problem is not in one line.
    package let line: Int
    package let problem: Problem

    init(_ problem: Problem, template: String, line: Int = 0) {
        self.template = template
        self.line = line
        self.problem = problem
    }

    /// What is wrong; the first group is found when a library is made, the second when a page is rendered.
    package enum Problem: Sendable, Hashable {
        case unreadable
        case notUTF8
        case unclosedTag
        case badName(String)
        case unclosedSection(String)
        case unopenedSection(String)
        case mismatchedClose(found: String, open: String)
        case setDelimiters
        case inheritance
        case unknownPartial(String)
        case endlessPartial(String)
        case nestedTooDeep

        case unknownTemplate
        case unknownName(String)
        case notText(String)
        case notTrusted(String)
        case needsTripleBraces(String)
    }
}

extension MustacheError: CustomStringConvertible {
    package var description: String {
        "\(template)\(line > 0 ? ":\(line)" : ""): \(problem)"
    }
}

extension MustacheError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable: "cannot be read"
        case .notUTF8: "is not UTF-8"
        case .unclosedTag: "the tag is never closed"
        case .badName(let name): "\"\(name)\" is not a name"
        case .unclosedSection(let name): "section \"\(name)\" is never closed"
        case .unopenedSection(let name): "\"\(name)\" is closed but was not opened"
        case .mismatchedClose(let found, let open): "\"\(found)\" is closed while \"\(open)\" is open"
        case .setDelimiters: "set delimiters {{= =}} are not supported"
        case .inheritance: "inheritance {{< }} {{$ }} is not supported"
        case .unknownPartial(let name): "there is no partial \"\(name)\""
        case .endlessPartial(let name): "partial \"\(name)\" comes back here without a section between, without end"
        case .nestedTooDeep: "sections and partials are nested more than \(Template.depthLimit) deep"
        case .unknownTemplate: "there is no such template"
        case .unknownName(let name): "unknown name \"\(name)\""
        case .notText(let name): "\"\(name)\" is not a text"
        case .notTrusted(let name): "\"\(name)\" is not trusted HTML"
        case .needsTripleBraces(let name): "\"\(name)\" is trusted HTML and needs {{{ }}}"
        }
    }
}
