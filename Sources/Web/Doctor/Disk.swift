import Foundation

extension Doctor {
    private static let subject = "Disk"
    private static let megabyte: Int64 = 1_000_000

    /// Room for the database and its backups.
    var diskFindings: [Finding] {
        guard let folder = settings.dataFolder else { return [] }
        guard let free = Self.free(at: folder) else {
            return [.warn(Self.subject, "The free space for \(folder) cannot be read.", "See that the folder can be.")]
        }
        let found = "\(Self.words(ofBytes: free)) free for \(folder)."
        let advice = "Make room, or move the data elsewhere."
        switch free / Self.megabyte {
        case ..<100: return [.fail(Self.subject, found, advice)]
        case ..<1000: return [.warn(Self.subject, found, advice)]
        default: return [.ok(Self.subject, found)]
        }
    }

    /// A folder that is made later lies where its nearest parent does.
    private static func free(at folder: String) -> Int64? {
        var url = URL(filePath: folder)
        while !FileManager.default.fileExists(atPath: url.path(percentEncoded: false)), url.pathComponents.count > 1 {
            url.deleteLastPathComponent()
        }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: url.path(percentEncoded: false))
        return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
    }

    private static func words(ofBytes bytes: Int64) -> String {
        bytes >= 1000 * megabyte ? "\(bytes / (1000 * megabyte)) GB" : "\(bytes / megabyte) MB"
    }
}
