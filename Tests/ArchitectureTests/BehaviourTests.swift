import Foundation
import Testing

/// The table of behaviours is complete, and what it names is there.
@Suite struct BehaviourTests {
    private static let wanted: [String] =
        [("B", 14), ("W", 9), ("M", 7), ("V", 3)].flatMap { letter, count in
            (1...count).map { letter + String(format: "%02d", $0) }
        }

    private static func document() throws -> String { try Repository.file("docs/behaviours.md").text }

    /// Where a behaviour is written and what proves it, by its id.
    private static func entries() throws -> [String: String] {
        let marks = try document().split(separator: "\n**").dropFirst()
        let pairs = marks.compactMap { part -> (String, String)? in
            guard let match = part.prefixMatch(of: #/([A-Z][0-9]{2})\*\* ·/#) else { return nil }
            return (String(match.output.1), String(part))
        }
        return Dictionary(pairs, uniquingKeysWith: +)
    }

    private static func paths(in text: Substring) -> [String] {
        text.matches(of: #/`([^`\n]+)`/#).map { String($0.output.1) }
    }

    @Test func `every behaviour has its row, in order`() throws {
        let rows = try Self.document().matches(of: #/(?m)^\| ([A-Z][0-9]{2}) \|/#).map { String($0.output.1) }
        #expect(rows == Self.wanted)
    }

    @Test(arguments: wanted) func `a behaviour says where it is written and what proves it`(id: String) throws {
        let entry = try #require(try Self.entries()[id])
        let halves = entry.split(separator: "Tests:", maxSplits: 1)
        #expect(halves.count == 2)
        let sources = Self.paths(in: try #require(halves.first))
        let tests = Self.paths(in: try #require(halves.last))
        #expect(!sources.isEmpty)
        #expect(!tests.isEmpty)
        #expect(tests.allSatisfy { $0.hasPrefix("Tests/") })
    }

    /// `path:name` names one test of a file.
    @Test func `every test that is named stands in its file`() throws {
        let document = try Self.document()
        for text in Self.paths(in: document[...]) where text.hasPrefix("Tests/") {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let path = parts.first, let name = parts.last else { continue }
            #expect(try Repository.file(path).text.contains("def \(name)("), "docs/behaviours.md names \(text)")
        }
    }

    /// A route in the table is one of ours; in templates of paths a parameter's name does not matter.
    @Test func `every route in the table is one of the desk's`() throws {
        let ours = try Repository.file("Sources/Web/Paths.swift").text.matches(of: #/static let \w+ = "([^"]+)"/#)
            .map { Self.unnamed($0.output.1) }
        let named = try Self.document().matches(of: #/`(?:GET|POST) ([^`\s]+)`/#).map { Self.unnamed($0.output.1) }
        #expect(!named.isEmpty)
        #expect(Set(named).subtracting(ours) == [])
    }

    private static func unnamed(_ path: Substring) -> String { String(path).replacing(#/\{\w+\}/#, with: "{}") }
}
