import Foundation

/// The folder with everything the desk keeps; one process at a time may use it.
package final class DataDirectory: Sendable {
    package enum Problem: Error, CustomStringConvertible {
        case cannotCreate(String, String)
        case inUse(String, by: Int32?)
        case cannotLock(String, String)

        package var description: String {
            switch self {
            case .cannotCreate(let path, let why): "The data directory \(path) cannot be made: \(why)."
            case .inUse(let path, let process?): "The data directory \(path) is in use by process \(process)."
            case .inUse(let path, nil): "The data directory \(path) is in use by another process."
            case .cannotLock(let path, let why): "The data directory \(path) cannot be locked: \(why)."
            }
        }
    }

    package let path: String
    private let lock: CInt

    package static let databaseName = "desk.sqlite"

    package var databasePath: String { path + "/" + Self.databaseName }

    /// Makes the folder if it is not there (mode 0700) and locks it until this value goes away.
    package init(path: String) throws(Problem) {
        umask(0o077)
        try Self.create(path)
        self.path = path
        self.lock = try Self.lock(path)
    }

    deinit { close(lock) }

    private static func create(_ path: String) throws(Problem) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .cannotCreate(path, error.localizedDescription)
        }
    }

    /// `flock`, never the pid in the file, decides: a lock dies with its process.
    private static func lock(_ path: String) throws(Problem) -> CInt {
        let descriptor = open(path + "/desk.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotLock(path, String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = readProcess(descriptor)
            close(descriptor)
            throw .inUse(path, by: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        return descriptor
    }

    private static func readProcess(_ descriptor: CInt) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let text = String(decoding: buffer.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return Int32(text)
    }
}
