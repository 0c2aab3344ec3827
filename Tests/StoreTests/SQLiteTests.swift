import Foundation
@testable import Store
import TestSupport
import Testing

/// What holds for SQLite alone, or has to be seen from inside.
@Suite struct SQLiteTests {
    private let folder: TemporaryFolder
    private let database: SQLiteDatabase
    private let store: Store
    private var path: String { folder.path + "/desk.sqlite" }

    init() async throws {
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(path: folder.path + "/desk.sqlite")
        store = try await Store(
            database: database, migrations: Project.path("Resources/Migrations"), clock: TestClock().wall)
    }

    @Test func `every connection runs with synchronous FULL`() async throws {
        #expect(try await database.synchronousLevels() == [2, 2])
    }

    @Test func `a value may be used twice and in any order`() async throws {
        let row = try await database.read { session in
            try session.first("SELECT $2 AS b, $1 AS a, $2 AS c", .integer(1), .text("x"))
        }
        #expect(try row?.integer("a") == 1)
        #expect(try row?.text("b") == "x")
        #expect(try row?.text("c") == "x")
    }

    @Test(arguments: [
        SQLValue.integer(.max), .integer(.min), .text(""), .text("a\u{301}\u{1F3FB}\r\n"), .bytes([]),
        .bytes([UInt8](repeating: 7, count: 100_000)), .null,
    ])
    func `a value comes back as it was given`(value: SQLValue) async throws {
        let rows = try await database.read { try $0.query("SELECT $1 AS v", value) }
        let row = try #require(rows.first)
        switch value {
        case .integer(let number): #expect(try row.integer("v") == number)
        case .text(let text): #expect(try Array(row.text("v").utf8) == Array(text.utf8))
        case .bytes(let bytes): #expect(try row.bytes("v") == bytes)
        case .null: #expect(try row.isNull("v"))
        }
    }

    @Test func `a write that fails takes no other of its batch with it`() async throws {
        struct Wrong: Error {}
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let written: Void? = try? await database.write { session in
                        try session.execute(
                            "INSERT INTO settings (name, value) VALUES ($1, $2)", .text("n\(number)"), .bytes([1]))
                        if number % 10 == 0 { throw Wrong() }
                    }
                    return written != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(results == 180)
        let kept = try await database.read {
            try $0.first("SELECT count(*) AS n FROM settings WHERE name LIKE 'n%'")?.integer("n")
        }
        #expect(kept == 180)
    }

    @Test func `a violated constraint is told from other failures`() async throws {
        await #expect {
            try await database.write {
                try $0.execute("UPDATE ticket_counts SET tickets = -1 WHERE status = 'open'")
            }
        } throws: { error in
            if case StorageError.constraint = error { true } else { false }
        }
    }

    @Test func `nothing is acknowledged once the file was removed`() async throws {
        try await write("1")
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: StorageError.fileReplaced) { try await write("2") }
    }

    @Test func `nothing is acknowledged once another file stands in its place`() async throws {
        let copy = try Data(contentsOf: URL(filePath: path))
        try FileManager.default.removeItem(atPath: path)
        try copy.write(to: URL(filePath: path))
        await #expect(throws: StorageError.fileReplaced) { try await write("2") }
    }

    private func write(_ name: String) async throws {
        try await database.write { session in
            try session.execute("INSERT INTO settings (name, value) VALUES ($1, $2)", .text(name), .bytes([1]))
        }
    }

    @Test func `one process at a time may use a data directory`() throws {
        let folder = try TemporaryFolder()
        let first = try DataDirectory(path: folder.path + "/data")
        #expect {
            _ = try DataDirectory(path: folder.path + "/data")
        } throws: { error in
            "\(error)" == "The data directory \(folder.path)/data is in use by process \(getpid())."
        }
        withExtendedLifetime(first) {}
    }

    @Test func `the data directory is the owner's alone`() async throws {
        let folder = try TemporaryFolder()
        let directory = try DataDirectory(path: folder.path + "/data")
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }
}
