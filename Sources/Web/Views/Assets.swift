import Foundation
import Secrets

/// The static files, addressed by a digest of them all, so that browsers may keep them for ever.
struct Assets: Sendable {
    let folder: String
    let digest: String
    /// The files there are, relative to the folder.
    private let files: Set<String>

    /// Why the folder cannot be served from.
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "There is no \(path), without which no page has its look." }
    }

    /// Reads every file once for the digest; the folder may be a link.
    init(folder linked: String) throws {
        let folder = URL(filePath: linked).resolvingSymlinksInPath().path(percentEncoded: false)
        self.folder = folder
        var listing: [UInt8] = []
        var files: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            guard let contents = FileManager.default.contents(atPath: folder + "/" + path) else { continue }
            files.insert(path)
            listing += Array(path.utf8) + [0] + Digest.sha256([UInt8](contents))
        }
        guard files.contains("css/deskbell.css") else { throw Missing(path: folder + "/css/deskbell.css") }
        self.files = files
        digest = Hex.encode(Digest.sha256(listing).prefix(8))
    }

    private init(digest: String) {
        folder = ""
        self.digest = digest
        files = []
    }

    /// What the addresses of all files begin with, without a slash at the end.
    var base: String { "/assets/\(digest)" }

    /// Whether a request's path names a file of ours, letter by letter.
    func has(_ path: String) -> Bool {
        path.hasPrefix(base + "/") && files.contains(String(path.dropFirst(base.count + 1)))
    }

    func path(_ file: String) -> String { "\(base)/\(file)" }

    static let sample = Assets(digest: "sample")
}
