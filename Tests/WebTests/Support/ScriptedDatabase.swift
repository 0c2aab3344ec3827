import Store
import Synchronization
import TestSupport

@testable import Web

/// A database to which something happens when it is used: it fails, or the world moves on behind a reader's back.
final class ScriptedDatabase: Database {
    typealias Script = @Sendable () throws -> Void

    private let real: any Database
    var dialect: Dialect { real.dialect }
    private let beforeWrite = Mutex<Script>({})
    private let beforeRead = Mutex<Script>({})
    private let afterRead = Mutex<Script>({})

    init(_ real: any Database) { self.real = real }

    func beforeReads(_ script: @escaping Script) { beforeRead.withLock { $0 = script } }
    func afterReads(_ script: @escaping Script) { afterRead.withLock { $0 = script } }
    func beforeWrites(_ script: @escaping Script) { beforeWrite.withLock { $0 = script } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        try beforeRead.withLock { $0 }()
        let value = try await real.read(body)
        try afterRead.withLock { $0 }()
        return value
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        try beforeWrite.withLock { $0 }()
        return try await real.write(body)
    }
}

extension TestDesk {
    /// A desk on such a database.
    static func scripted() async throws -> (desk: TestDesk, database: ScriptedDatabase) {
        let test = try await TestStore()
        _ = try await test.add(Cast.ana)
        _ = try await test.add(Cast.ben)
        _ = try await test.add(Cast.dora)
        let database = ScriptedDatabase(test.database)
        let store = try await Store(
            database: database, migrations: Project.path("Resources/Migrations"), clock: test.clock.wall)
        return (try await TestDesk(opening: test, store: store), database)
    }
}
