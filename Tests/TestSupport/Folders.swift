import Foundation

/// Where the project's own folders are, whatever the working directory.
package enum Project {
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    package static func path(_ relative: String) -> String {
        (root.hasSuffix("/") ? root : root + "/") + relative
    }
}

/// A folder of a test's own, gone with this value.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "deskbell-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
