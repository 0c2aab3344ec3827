import Foundation
import Secrets

/// The static files, addressed by a digest of them all, so that browsers may keep them for ever.
struct Assets: Sendable {
    let folder: String
    let digest: String

    /// Reads every file once for the digest.
    init(folder: String) throws {
        self.folder = folder
        var listing: [UInt8] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
            guard let contents = FileManager.default.contents(atPath: folder + "/" + path) else { continue }
            listing += Array(path.utf8) + [0] + Digest.sha256([UInt8](contents))
        }
        digest = Hex.encode(Digest.sha256(listing).prefix(8))
    }

    private init(digest: String) {
        folder = ""
        self.digest = digest
    }

    /// What the addresses of all files begin with, without a slash at the end.
    var base: String { "/assets/\(digest)" }

    func path(_ file: String) -> String { "\(base)/\(file)" }

    static let sample = Assets(digest: "sample")
}
