import Foundation
import GRDB

/// SQLite in one file: many readers, one connection that writes and checkpoints, every commit on disk before it is
/// answered.
package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let writes: WriteQueue
    private let onWait: WaitObserver

    /// Opens or creates the file; every connection is proven to run with `synchronous=FULL`.
    package init(
        path: String, onReplaced: @escaping @Sendable () -> Void = {},
        onWait: @escaping WaitObserver = { _, _ in }
    ) throws {
        self.onWait = onWait
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            // The pool sets NORMAL on its writer after `prepareDatabase`.
            try pool.writeWithoutTransaction { try Self.makeDurable($0) }
            let guarded = FileGuard(path: path, onReplaced: onReplaced)
            writes = WriteQueue(pool: pool, guarding: guarded, onWait: onWait)
        } catch {
            throw StorageError(error)
        }
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        do {
            let asked = ContinuousClock.now
            return try await pool.read { [onWait] connection in
                onWait(.read, ContinuousClock.now - asked)
                return try body(SQLiteSession(connection: connection))
            }
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        try await writes.perform(body)
    }

    /// Waits for running work, then closes every connection.
    package func close() throws { try pool.close() }

    /// `PRAGMA synchronous` as the writer and a reader see it; 2 is FULL.
    package func synchronousLevels() async throws -> [Int] {
        let writer = try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        let reader = try await pool.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        return [writer, reader].compactMap { $0 }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.label = "desk"
        configuration.prepareDatabase { try makeDurable($0) }
        return configuration
    }

    private static func makeDurable(_ connection: GRDB.Database) throws {
        try connection.execute(sql: "PRAGMA synchronous = FULL")
        let level = try Int.fetchOne(connection, sql: "PRAGMA synchronous")
        guard level == 2 else { throw StorageError.failed("SQLite does not keep synchronous=FULL") }
    }
}

/// One GRDB connection behind the seam. Values are bound by name: `$1` may appear twice or late.
struct SQLiteSession: DatabaseSession {
    let connection: GRDB.Database

    func query(_ sql: String, _ values: [SQLValue]) throws -> [SQLRow] {
        do {
            let statement = try connection.cachedStatement(sql: sql)
            let columns = statement.columnNames
            let rows = try Row.fetchCursor(statement, arguments: Self.arguments(values))
            var result: [SQLRow] = []
            while let row = try rows.next() {
                result.append(SQLRow(columns: columns, values: row.databaseValues.map(SQLValue.init)))
            }
            return result
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws -> Int {
        do {
            let statement = try connection.cachedStatement(sql: sql)
            try statement.execute(arguments: Self.arguments(values))
            return connection.changesCount
        } catch let error as DatabaseError {
            throw StorageError(error)
        }
    }

    private static func arguments(_ values: [SQLValue]) -> StatementArguments {
        var named: [String: (any DatabaseValueConvertible)?] = [:]
        for (index, value) in values.enumerated() { named[String(index + 1)] = value.databaseValue }
        return StatementArguments(named)
    }
}

extension SQLValue {
    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .text(String(number))
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes([UInt8](data))
        }
    }

    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }
}

extension StorageError {
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error as? StorageError ?? .failed(String(describing: error))
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_CANTOPEN: self = .readOnly
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
        case .SQLITE_CONSTRAINT: self = .constraint(error.message ?? "")
        default: self = .failed(error.message ?? String(describing: error.resultCode))
        }
    }
}
