import Foundation
import GRDB

/// Backup, verify, restore and move. Everything is in one file that both engines read.
package struct Backups: Sendable {
    /// How many rows each table holds.
    package typealias Counts = [(table: String, rows: Int64)]

    private let migrations: String

    /// - Parameter migrations: the folder with a folder of numbered SQL files for each engine.
    package init(migrations: String) { self.migrations = migrations }

    // MARK: Backup

    /// Copies a desk on SQLite while it runs, from a connection that only reads.
    package func back(upSQLite database: String, to file: String) throws -> Counts {
        guard FileManager.default.fileExists(atPath: database) else { throw BackupProblem.missing(database) }
        return try whole(file) { partial in
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            // Not `readonly`: SQLite 3.40 then fails on tables with a generated column. It writes nothing there all the
            // same, and leaves checkpoints to the desk's own connection.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
            let queue = try DatabaseQueue(path: database, configuration: configuration)
            try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [partial]) }
            try queue.close()
            try Self.forgetServers(in: partial)
        }
    }

    /// Copies a desk on PostgreSQL as it is at one moment.
    package func back(upPostgres database: PostgresDatabase, to file: String) async throws -> Counts {
        let partial = try PartialFile(for: file)
        defer { partial.discard() }
        try await makeTables(partial.path)
        let path = partial.path
        try await database.read { session in
            let target = try BackupFile(filling: path)
            let tables = try target.tables()
            try target.write { copy in
                try copy.execute("DELETE FROM ticket_counts", [])
                for (table, columns) in tables { try table.copy(columns: columns, from: session, to: copy) }
            }
            try target.close()
        }
        return try finished(partial)
    }

    private func makeTables(_ path: String) async throws {
        let database = try SQLiteDatabase(path: path)
        _ = try await Store(database: database, migrations: migrations)
        try database.close()
    }

    private func whole(_ file: String, _ make: (_ path: String) throws -> Void) throws -> Counts {
        let partial = try PartialFile(for: file)
        defer { partial.discard() }
        try make(partial.path)
        return try finished(partial)
    }

    private func finished(_ partial: PartialFile) throws -> Counts {
        let counts = try verify(partial.path)
        try partial.finish()
        return counts
    }

    private static func forgetServers(in path: String) throws {
        let file = try BackupFile(filling: path)
        _ = try file.write { try $0.execute("DELETE FROM servers", []) }
        try file.close()
    }

    // MARK: Verify

    /// Reads everything in a backup; says how much it holds.
    @discardableResult
    package func verify(_ path: String) throws -> Counts {
        let file = try BackupFile(reading: path)
        try file.check()
        try Migrations(directory: migrations + "/" + Dialect.sqlite.name).check(
            try file.read { try $0.query("SELECT name, checksum FROM migrations ORDER BY name", []) })
        let counts = try file.counts()
        return KeptTable.all.map { ($0.name, counts[$0.name] ?? 0) }
    }

    // MARK: Restore

    /// Puts a backup where no desk is yet.
    package func restore(_ file: String, toSQLite database: String) throws -> Counts {
        try verify(file)
        guard try !Self.holdsDesk(database) else { throw BackupProblem.notEmpty(database) }
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + end) }
        return try whole(database) { partial in
            do {
                try FileManager.default.copyItem(atPath: file, toPath: partial)
            } catch {
                throw BackupProblem.cannotWrite(database, error.localizedDescription)
            }
        }
    }

    /// Whether anybody has worked with the database there.
    private static func holdsDesk(_ path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        guard let file = try? BackupFile(reading: path) else { return true }
        let counts = try file.counts()
        return unusedTables.contains { counts[$0] != 0 }
    }

    /// Empty as long as nobody has worked with a desk.
    private static let unusedTables = ["agents", "tickets", "calls"]

    /// Puts a backup into a database where no desk is yet, in one transaction.
    package func restore(_ file: String, to database: PostgresDatabase) async throws -> Counts {
        let counts = try verify(file)
        let current = try await upgraded(file)
        defer { current.discard() }
        _ = try await Store(database: database, migrations: migrations)
        let path = current.path
        let target = database.address.description
        try await database.write { session in
            guard try Store.livingServers(.postgres, session) == 0 else {
                throw BackupProblem.inUse("the database \(target)")
            }
            for table in KeptTable.all where Self.unusedTables.contains(table.name) {
                guard try table.count(session) == 0 else { throw BackupProblem.notEmpty("The database \(target)") }
            }
            let source = try BackupFile(reading: path)
            let tables = try source.tables()
            try source.read { try Self.fill(session, from: $0, tables) }
        }
        return counts
    }

    /// A copy of the file at the current schema: an older backup is brought up to date.
    private func upgraded(_ file: String) async throws -> PartialFile {
        let place = NSTemporaryDirectory() + "deskbell-restore-\(UUID().uuidString)"
        let copy = try PartialFile(for: place)
        do {
            try FileManager.default.copyItem(atPath: file, toPath: copy.path)
            try await makeTables(copy.path)
            return copy
        } catch {
            copy.discard()
            throw error
        }
    }

    private static func fill(
        _ target: any DatabaseSession, from source: any DatabaseSession,
        _ tables: [(table: KeptTable, columns: [String])]
    ) throws {
        try target.execute("DELETE FROM settings", [])
        try target.execute("DELETE FROM ticket_counts", [])
        for (table, columns) in tables {
            try table.copy(columns: columns, from: source, to: target)
            let (expected, found) = (try table.count(source), try table.count(target))
            guard expected == found else {
                throw BackupProblem.differs(table: table.name, expected: expected, found: found)
            }
            if table.isNumbered { try continueNumbers(of: table, target) }
        }
    }

    /// New rows get numbers behind those that came.
    private static func continueNumbers(of table: KeptTable, _ session: any DatabaseSession) throws {
        try session.query(
            """
            SELECT setval(pg_get_serial_sequence('\(table.name)', 'id'), coalesce(max(id), 0) + 1, false)
            FROM \(table.name)
            """, [])
    }
}
