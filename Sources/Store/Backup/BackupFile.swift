import Foundation
import GRDB

/// What is wrong with a backup, or with where one is to go.
package enum BackupProblem: Error, Equatable, CustomStringConvertible {
    case exists(String)
    case missing(String)
    case notABackup(String)
    case damaged(String, String)
    case notEmpty(String)
    case inUse(String)
    case cannotWrite(String, String)
    case differs(table: String, expected: Int64, found: Int64)

    package var description: String {
        switch self {
        case .exists(let path): "\(path) exists already. Choose another name, or remove it."
        case .missing(let path): "\(path) cannot be read."
        case .notABackup(let path): "\(path) is no backup of a desk."
        case .damaged(let path, let how): "\(path) is damaged: \(how)."
        case .notEmpty(let target): "\(target) is not empty. A backup is only restored where nothing can be lost."
        case .inUse(let target): "A desk is open on \(target). Stop it first."
        case .cannotWrite(let path, let why): "\(path) cannot be written: \(why)."
        case .differs(let table, let expected, let found):
            "The table \(table) has \(found) rows where \(expected) are expected. Nothing was changed."
        }
    }
}

/// A backup: one SQLite file with everything, whichever engine it came from.
struct BackupFile {
    let path: String
    private let queue: DatabaseQueue

    /// Opens a file for reading.
    init(reading path: String) throws {
        guard FileManager.default.isReadableFile(atPath: path) else { throw BackupProblem.missing(path) }
        self.path = path
        do {
            var configuration = Configuration()
            configuration.readonly = true
            queue = try DatabaseQueue(path: path, configuration: configuration)
            guard try queue.read({ try $0.tableExists("migrations") && $0.tableExists("tickets") }) else {
                throw BackupProblem.notABackup(path)
            }
        } catch is DatabaseError {
            throw BackupProblem.notABackup(path)
        }
    }

    /// Opens a file that holds the tables and is to be filled.
    init(filling path: String) throws {
        self.path = path
        queue = try DatabaseQueue(path: path)
    }

    /// Runs `body` on one consistent view.
    func read<Value>(_ body: (any DatabaseSession) throws -> Value) throws -> Value {
        try queue.read { try body(SQLiteSession(connection: $0)) }
    }

    func write<Value>(_ body: (any DatabaseSession) throws -> Value) throws -> Value {
        try queue.write { try body(SQLiteSession(connection: $0)) }
    }

    /// The kept tables with their columns that are stored: a generated one is made anew where it goes.
    func tables() throws -> [(table: KeptTable, columns: [String])] {
        try queue.read { connection in
            try KeptTable.all.map { ($0, try Self.columns(of: $0.name, connection)) }
        }
    }

    private static func columns(of table: String, _ connection: GRDB.Database) throws -> [String] {
        try String.fetchAll(
            connection, sql: "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", arguments: [table])
    }

    /// How many rows each table holds; an older backup lacks some of the tables.
    func counts() throws -> [String: Int64] {
        try queue.read { connection in
            let session = SQLiteSession(connection: connection)
            let tables = try KeptTable.all.filter { try connection.tableExists($0.name) }
            return try Dictionary(uniqueKeysWithValues: tables.map { ($0.name, try $0.count(session)) })
        }
    }

    /// Reads every page and follows every reference.
    func check() throws {
        try queue.read { connection in
            let words = try String.fetchAll(connection, sql: "PRAGMA integrity_check(5)")
            guard words == ["ok"] else { throw BackupProblem.damaged(path, words.joined(separator: "; ")) }
            let broken = try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check").count
            guard broken == 0 else { throw BackupProblem.damaged(path, "\(broken) rows refer to none") }
        }
    }

    /// Everything in the one file, nothing beside it.
    func close() throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try queue.close()
    }
}

/// A file under another name until it is whole and on disk.
struct PartialFile {
    let path: String
    private let final: String

    /// Throws when a file of the final name is there.
    init(for final: String) throws(BackupProblem) {
        guard !FileManager.default.fileExists(atPath: final) else { throw .exists(final) }
        self.final = final
        path = final + ".partial-\(getpid())"
        discard()
    }

    func discard() {
        for end in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: path + end) }
    }

    /// Gives the file its name once its bytes are on disk.
    func finish() throws(BackupProblem) {
        guard chmod(path, 0o600) == 0, Self.sync(path), link(path, final) == 0 else {
            let why = String(cString: strerror(errno))
            throw errno == EEXIST ? .exists(final) : .cannotWrite(final, why)
        }
        discard()
        _ = Self.sync((final as NSString).deletingLastPathComponent)
    }

    private static func sync(_ path: String) -> Bool {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
