import Foundation

extension MustacheLibrary {
    /// Loads every `.mustache` file below the directory; `tickets/row.mustache` becomes `tickets/row`.
    ///
    /// Throws a `MustacheError` also for a missing directory and for a file that cannot be read as UTF-8.
    package init(directory: String) throws {
        var sources: [String: String] = [:]
        for path in try Self.paths(below: directory) {
            let name = String(path.dropLast(Self.fileExtension.count))
            sources[name] = try Self.source(of: name, at: "\(directory)/\(path)")
        }
        try self.init(templates: sources)
    }

    private static let fileExtension = ".mustache"

    private static func paths(below directory: String) throws(MustacheError) -> [String] {
        let root = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        // A file in place of the folder has no subpaths, which is no error to Foundation.
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder), isFolder.boolValue,
            let paths = try? FileManager.default.subpathsOfDirectory(atPath: root)
        else {
            throw MustacheError(.unreadable, template: directory)
        }
        return paths.filter { $0.hasSuffix(fileExtension) && !isHidden($0) }
    }

    /// Editors leave files such as `.#row.mustache` behind.
    private static func isHidden(_ path: String) -> Bool {
        path.split(separator: "/").contains { $0.hasPrefix(".") }
    }

    private static func source(of name: String, at path: String) throws(MustacheError) -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw MustacheError(.unreadable, template: name)
        }
        guard let source = String(validating: bytes, as: UTF8.self) else {
            throw MustacheError(.notUTF8, template: name)
        }
        return source
    }
}
