import Foundation
import Testing

/// What no source of the product may do.
@Suite struct SourceRuleTests {
    private static var sources: [Repository.File] {
        get throws { try Repository.files(under: "Sources", ending: ".swift") }
    }

    private static func places(of pattern: String) throws -> [String] {
        let expression = try Regex(pattern)
        return try sources.flatMap { file in
            SwiftCode.withoutTextsAndComments(file.text).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated().filter { $0.element.contains(expression) }
                .map { "\(file.path):\($0.offset + 1): \($0.element)" }
        }
    }

    @Test func `no file is longer than 400 lines`() throws {
        for file in try Self.sources { #expect(file.lines.count <= 401, "\(file.path) is too long") }
    }

    @Test func `nothing is forced`() throws {
        #expect(try Self.places(of: #"[A-Za-z0-9_)\]}>?]!(?!=)"#) == [])
    }

    @Test func `no task is left to itself`() throws {
        #expect(
            try Self.places(
                of: #"\bTask\s*(\.\s*(detached|immediate|immediateDetached)\s*)?(<[^>]*>\s*)?(\([^)]*\)\s*)?\{"#) == [])
    }

    @Test func `nobody vouches for sendability`() throws {
        #expect(try Self.places(of: #"@unchecked\s+Sendable|nonisolated\(unsafe\)|@preconcurrency"#) == [])
    }

    @Test func `nothing is public`() throws {
        #expect(
            try Self.places(of: #"\b(public|open)\s+(import|func|struct|class|enum|protocol|let|var|init|actor)\b"#)
                == [])
    }

    @Test func `no thread is put to sleep`() throws {
        #expect(try Self.places(of: #"(^|[^.\w])(sleep|usleep|nanosleep|Thread\s*\.\s*sleep)\s*\("#) == [])
    }

    @Test(arguments: [
        (#"let a = "x!" // b!"#, #"let a = "" "#),
        (#"let a = "\(b!)" + c"#, #"let a = ""b! + c"#),
        (##"let a = #"\(b!) " "# + c"##, #"let a = "" + c"#),
        ("let a = \"\"\"\n  \"quoted\" b!\n  \"\"\"\nlet c", "let a = \"\"\nlet c"),
        ("a /* b! /* c */ d! */ e", "a  e"),
        (#"let a = "\\" + b!"#, #"let a = "" + b!"#),
    ])
    func `texts and comments are not code`(source: String, code: String) {
        #expect(SwiftCode.withoutTextsAndComments(source) == code)
    }
}
