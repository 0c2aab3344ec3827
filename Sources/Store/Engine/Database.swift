/// The one seam to storage: SQLite in the data directory, or PostgreSQL.
///
/// Closures are synchronous, run off Swift's cooperative pool and may run again (a batch that failed, a serialization
/// failure): nothing outside the session happens in one.
package protocol Database: Sendable {
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
    /// A row has a value this version does not know.
    case unexpected(String)
    case failed(String)
}
