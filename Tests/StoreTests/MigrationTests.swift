import Foundation
@testable import Store
import TestSupport
import Testing

@Suite struct MigrationTests {
    private func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, sql) in files { try Data(sql.utf8).write(to: URL(filePath: folder.path + "/" + name)) }
        return folder
    }

    private func database(_ folder: TemporaryFolder) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: folder.path + "/desk.sqlite")
    }

    private let first = "-- A table.\nCREATE TABLE a (x INTEGER) STRICT;\nCREATE INDEX a_x ON a (x);\n"

    @Test func `migrations run once, in the order of their numbers`() async throws {
        let files = try folder(["0002-b.sql": "ALTER TABLE a ADD COLUMN y TEXT;", "0001-a.sql": first])
        let place = try TemporaryFolder()
        let database = try database(place)
        try await Migrations(directory: files.path).run(on: database)
        try await Migrations(directory: files.path).run(on: database)
        let names = try await database.read { try $0.query("SELECT name FROM migrations ORDER BY name") }
        #expect(try names.map { try $0.text("name") } == ["0001-a.sql", "0002-b.sql"])
    }

    @Test func `a changed old migration is refused`() async throws {
        let place = try TemporaryFolder()
        let database = try database(place)
        let original = try folder(["0001-a.sql": first])
        try await Migrations(directory: original.path).run(on: database)
        let changed = try folder(["0001-a.sql": first + "\n"])
        await #expect(throws: MigrationProblem.changed("0001-a.sql")) {
            try await Migrations(directory: changed.path).run(on: database)
        }
    }

    @Test func `a database newer than the program is refused`() async throws {
        let place = try TemporaryFolder()
        let database = try database(place)
        let newer = try folder(["0001-a.sql": first, "0002-b.sql": "CREATE TABLE b (x INTEGER) STRICT;"])
        try await Migrations(directory: newer.path).run(on: database)
        let older = try folder(["0001-a.sql": first])
        await #expect(throws: MigrationProblem.newer) {
            try await Migrations(directory: older.path).run(on: database)
        }
    }

    @Test func `a migration that fails leaves nothing behind`() async throws {
        let place = try TemporaryFolder()
        let database = try database(place)
        let broken = try folder(["0001-a.sql": first + "CREATE TABLE a (x INTEGER) STRICT;"])
        await #expect(throws: StorageError.self) { try await Migrations(directory: broken.path).run(on: database) }
        let tables = try await database.read { try $0.query("SELECT name FROM sqlite_master WHERE name = 'a'") }
        #expect(tables.isEmpty)
    }

    @Test func `a folder without migrations is said to be missing`() throws {
        let empty = try TemporaryFolder()
        #expect(throws: MigrationProblem.missing(empty.path)) { try Migrations(directory: empty.path) }
    }
}
