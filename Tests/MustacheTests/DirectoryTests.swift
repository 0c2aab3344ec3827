import Foundation
import Mustache
import Testing

struct DirectoryTests {
    /// A folder with these files, gone after the body.
    private func withFolder(_ files: [String: [UInt8]], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mustache-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (path, bytes) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file)
        }
        try body(folder)
    }

    private func refusal(_ directory: String) -> MustacheError? {
        #expect(throws: MustacheError.self) { try MustacheLibrary(directory: directory) }
    }

    @Test func `templates are named after their path`() throws {
        let files = [
            "home.mustache": "{{>tickets/row}}", "tickets/row.mustache": "<{{x}}>\r\n",
            "a/b/deep.mustache": "", "notes.txt": "{{", "tickets/.#row.mustache": "{{", ".git/x.mustache": "{{",
        ]
        try withFolder(files.mapValues { Array($0.utf8) }) { folder in
            let library = try MustacheLibrary(directory: folder.path)
            #expect(library.names == ["home", "tickets/row", "a/b/deep"])
            #expect(try library.render("home", ["x": "é"]) == Array("<é>\r\n".utf8))
            #expect(try MustacheLibrary(directory: folder.path + "/").names == library.names)
        }
    }

    @Test func `the folder may be a link`() throws {
        try withFolder(["real/row.mustache": []]) { folder in
            let link = folder.appendingPathComponent("link")
            try FileManager.default.createSymbolicLink(
                at: link,
                withDestinationURL: folder.appendingPathComponent("real")
            )
            #expect(try MustacheLibrary(directory: link.path).names == ["row"])
        }
    }

    @Test func `a missing folder is an error that names it`() {
        let error = refusal("/nowhere/at/all")
        #expect(error?.problem == .unreadable)
        #expect(error?.description == "/nowhere/at/all: cannot be read")
    }

    @Test func `a file instead of a folder is an error`() throws {
        try withFolder(["row.mustache": []]) { folder in
            #expect(refusal(folder.appendingPathComponent("row.mustache").path)?.problem == .unreadable)
        }
    }

    @Test func `a file that is not UTF-8 is an error that names it`() throws {
        try withFolder(["tickets/row.mustache": [0x61, 0xFF]]) { folder in
            let error = refusal(folder.path)
            #expect(error?.problem == .notUTF8)
            #expect(error?.template == "tickets/row")
        }
    }

    @Test func `a template that cannot be read is an error that names it`() throws {
        try withFolder(["row.mustache/inside.txt": []]) { folder in
            let error = refusal(folder.path)
            #expect(error?.problem == .unreadable)
            #expect(error?.template == "row")
        }
    }

    @Test func `a broken template stops the loading`() throws {
        try withFolder(["row.mustache": Array("\n{{#x}}".utf8)]) { folder in
            #expect(refusal(folder.path)?.description == "row:2: section \"x\" is never closed")
        }
    }
}
