import Foundation
import Synchronization

/// Knows whether the database file and its log on disk are still the ones that are open: an answer after a commit into
/// an unlinked file would be a lie.
final class FileGuard: Sendable {
    private struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64

        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0, status.st_nlink > 0 else { return nil }
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    private let paths: [String]
    private let identities: Mutex<[Identity?]>
    private let onReplaced: @Sendable () -> Void

    init(path: String, onReplaced: @escaping @Sendable () -> Void) {
        paths = [path, path + "-wal"]
        identities = Mutex(paths.map(Identity.init(path:)))
        self.onReplaced = onReplaced
    }

    /// Throws `fileReplaced` when a file is gone or another one stands in its place.
    func check() throws(StorageError) {
        let isSame = identities.withLock { known in
            for (index, path) in paths.enumerated() {
                let found = Identity(path: path)
                if known[index] == nil { known[index] = found }
                guard found != nil, known[index] == found else { return false }
            }
            return true
        }
        guard isSame else {
            onReplaced()
            throw .fileReplaced
        }
    }
}
