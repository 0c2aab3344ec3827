/// The one seam to storage: SQLite in the data directory, or PostgreSQL.
///
/// Closures are synchronous, run off Swift's cooperative pool and may run again (a batch that failed, a serialization
/// failure): nothing outside the session happens in one.
package protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` on one consistent view of the data.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value

    /// Runs `body` in a transaction of its own; when this returns, what it wrote is on disk.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value
}

/// What a closure waits for: a connection to read, or its turn to write.
package enum DatabaseAccess: Sendable {
    case read, write
}

/// Told, from any thread, how long a closure waited before it ran.
package typealias WaitObserver = @Sendable (DatabaseAccess, Duration) -> Void

/// A connection for as long as one closure runs.
package protocol DatabaseSession {
    /// Executes one statement with values for `$1 … $n` and returns its rows.
    @discardableResult
    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow]

    /// Executes one statement and says how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int
}

extension DatabaseSession {
    func query(_ sql: String, _ values: SQLValue...) throws -> [SQLRow] { try query(sql, values) }

    func first(_ sql: String, _ values: SQLValue...) throws -> SQLRow? { try query(sql, values).first }

    @discardableResult
    func execute(_ sql: String, _ values: SQLValue...) throws -> Int { try execute(sql, values) }
}

/// What storage can refuse; everything else it throws is a defect or a failing disk.
package enum StorageError: Error, Sendable, Equatable {
    /// The disk is full.
    case full
    /// Another program holds the database; it may work again in a moment.
    case locked
    /// The database file was removed or replaced while the desk ran.
    case fileReplaced
    /// A constraint of the schema was violated.
    case constraint(String)
    /// The database takes no writes now.
    case readOnly
    /// The database cannot be reached, or did not answer in time. Nothing was written.
    case unreachable(String)
    /// The connection was lost while a write was being committed: it may be there or not.
    case unknownOutcome
    /// Another transaction came first; engines run the closure again, so that nobody else sees this.
    case conflict
    /// A row has a value this version does not know.
    case unexpected(String)
    case failed(String)

    var isUnreachable: Bool { if case .unreachable = self { true } else { false } }
}

extension StorageError: CustomStringConvertible {
    /// A sentence for the console.
    package var description: String {
        switch self {
        case .full: "The disk of the database is full."
        case .locked: "The database is busy: another program or transaction holds it."
        case .fileReplaced: "The database file was removed or replaced."
        case .readOnly: "The database takes no writes."
        case .unreachable(let words): "The database cannot be reached: \(words.trimmingSuffix)."
        case .unknownOutcome: "The connection to the database broke during a commit: it is not known what was saved."
        case .conflict: "Another transaction came first."
        case .constraint(let words): "The database refused this: \(words)."
        case .unexpected(let what): "The database holds something this version does not know: \(what)."
        case .failed(let words): "The database failed: \(words)."
        }
    }
}

extension String {
    /// Without the line end and the full stop that libpq's messages may have.
    fileprivate var trimmingSuffix: Substring {
        let kept = unicodeScalars.reversed().drop { $0 == "\n" || $0 == "." || $0 == " " }
        return Substring(String(String.UnicodeScalarView(kept.reversed())))
    }
}
