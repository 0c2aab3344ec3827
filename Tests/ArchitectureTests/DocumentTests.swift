import Foundation
import Testing

/// What documents name exists.
@Suite struct DocumentTests {
    private static let folders = [
        "Sources/", "Tests/", "Templates/", "Public/", "Resources/", "docs/", "scripts/", "deploy/", ".ci/",
    ]
    private static let endings = [".swift", ".py", ".js", ".mustache", ".sql", ".sh", ".css", ".md"]

    private static func documents() throws -> [Repository.File] {
        let top = try ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(Repository.file)
        return try top + Repository.files(under: "docs", ending: ".md")
    }

    /// The texts in backticks, each without a line number or the name of a test behind it.
    private static func quoted(_ file: Repository.File) -> [String] {
        file.text.matches(of: #/`([^`\n]+)`/#).map { match in
            String(match.output.1).split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
        }
    }

    /// A pattern or a placeholder names no single file.
    private static func isPath(_ text: String) -> Bool {
        !text.contains(where: { " *<>{}…$\"".contains($0) }) && !text.contains("NNNN")
            && folders.contains { text.hasPrefix($0) }
    }

    @Test func `every path in the table of behaviours exists`() throws {
        let document = try Repository.file("docs/behaviours.md")
        let named = Self.quoted(document)
        let files = named.filter { text in
            Self.isPath(text) || (!text.contains(" ") && Self.endings.contains { text.hasSuffix($0) })
        }
        #expect(!files.isEmpty)
        for path in files { #expect(Repository.exists(path), "docs/behaviours.md names \(path)") }
    }

    @Test func `every path in any document exists`() throws {
        for document in try Self.documents() {
            for path in Self.quoted(document) where Self.isPath(path) {
                #expect(Repository.exists(path), "\(document.path) names \(path)")
            }
        }
    }

    @Test func `every link between documents leads somewhere`() throws {
        for document in try Self.documents() {
            let folder = document.path.split(separator: "/").dropLast().joined(separator: "/")
            for match in document.text.matches(of: #/\]\(([^)#\s:]+)(?:#[^)]*)?\)/#) {
                let target = (folder.isEmpty ? "" : folder + "/") + match.output.1
                #expect(Repository.exists(target), "\(document.path) links to \(match.output.1)")
            }
        }
    }

    @Test(arguments: ["deploy/nginx.conf", "deploy/Caddyfile"])
    func `a site that operators read is the one that is shipped`(path: String) throws {
        let shipped = try Repository.file(path).text
        #expect(try Repository.file("docs/operations.md").text.contains("\n" + shipped))
    }
}
