import Foundation
import Testing

/// The project's files, read as text.
enum Repository {
    struct File: Sendable, CustomTestStringConvertible {
        /// Below the project's folder, such as `Sources/Web/Paths.swift`.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var testDescription: String { path }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func file(_ path: String) throws -> File {
        File(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    /// Every file below the folder with this ending, in order.
    static func files(under folder: String, ending: String) throws -> [File] {
        try FileManager.default.subpathsOfDirectory(atPath: path(folder)).sorted()
            .filter { $0.hasSuffix(ending) }.map { try file(folder + "/" + $0) }
    }

    /// The names of the folders right in this one, in order.
    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey]
        ).filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .map(\.lastPathComponent).sorted()
    }

    private static func path(_ folder: String) -> String { root.appending(path: folder).path(percentEncoded: false) }
}
