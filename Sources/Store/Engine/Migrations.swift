import Foundation
import Secrets

/// Numbered SQL files, each run once in a transaction and remembered with its checksum.
struct Migrations: Sendable {
    struct Migration: Sendable {
        let name: String
        let sql: String
        let checksum: [UInt8]
    }

    let all: [Migration]

    /// Reads `NNNN-name.sql` files in the order of their numbers.
    init(directory: String) throws(MigrationProblem) {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw .missing(directory)
        }
        var found: [Migration] = []
        for file in files.filter({ $0.hasSuffix(".sql") }).sorted() {
            guard let data = FileManager.default.contents(atPath: directory + "/" + file) else { throw .missing(file) }
            let sql = String(decoding: data, as: UTF8.self)
            found.append(Migration(name: file, sql: sql, checksum: Digest.sha256([UInt8](data))))
        }
        guard !found.isEmpty else { throw .missing(directory) }
        all = found
    }

    func run(on database: some Database) async throws {
        let dialect = database.dialect
        try await database.write { session in
            for statement in dialect.migrationsTable { try session.execute(statement) }
        }
        let done = try await database.read(Self.done)
        try check(done)
        for (index, migration) in all.enumerated().dropFirst(done.count) {
            try await database.write { session in
                if let lock = dialect.migrationLock { try session.execute(lock) }
                // Another server may have been here first.
                if try Self.done(session).count == index { try Self.run(migration, on: session) }
            }
        }
    }

    private static func done(_ session: any DatabaseSession) throws -> [SQLRow] {
        try session.query("SELECT name, checksum FROM migrations ORDER BY name")
    }

    /// Throws when these were not made by this program or an older one.
    func check(_ done: [SQLRow]) throws {
        guard done.count <= all.count else { throw MigrationProblem.newer }
        for (row, migration) in zip(done, all) {
            guard try row.text("name") == migration.name else { throw MigrationProblem.newer }
            guard try row.bytes("checksum") == migration.checksum else {
                throw MigrationProblem.changed(migration.name)
            }
        }
    }

    private static func run(_ migration: Migration, on session: any DatabaseSession) throws {
        for statement in SQLScript.statements(of: migration.sql) { try session.execute(statement) }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        try session.execute(
            "INSERT INTO migrations (name, checksum, at) VALUES ($1, $2, $3)",
            .text(migration.name), .bytes(migration.checksum), .integer(now))
    }
}

package enum MigrationProblem: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case newer
    case changed(String)

    package var description: String {
        switch self {
        case .missing(let path): "No migrations are to be found at \(path)."
        case .newer: "The database was made by a newer version of the desk. Run that version, or restore a backup."
        case .changed(let name): "The migration \(name) is not the one this database was made with."
        }
    }
}

/// Splits our own migration files into statements; they hold no text with a semicolon and no triggers.
enum SQLScript {
    static func statements(of script: String) -> [String] {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: true)
            .filter { !$0.drop(while: { $0 == " " }).hasPrefix("--") }
        return lines.joined(separator: "\n")
            .split(separator: ";")
            .map { String($0) }
            .filter { $0.contains { !$0.isWhitespace } }
    }
}
