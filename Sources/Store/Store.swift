package import Desk
import Secrets

/// Everything the desk keeps. Methods are transactions named after intent; each file beside this one has one table's.
package struct Store: Sendable {
    let database: any Database
    package let clock: WallClock

    /// Brings the database to the current schema, so that a `Store` is always at it.
    ///
    /// - Parameter migrations: the folder with this engine's numbered SQL files.
    package init(database: some Database, migrations: String, clock: WallClock = .system) async throws {
        try await Migrations(directory: migrations).run(on: database)
        self.database = database
        self.clock = clock
    }

    /// The 256-bit key from which every purpose's own key is derived; made at the first start.
    package func masterKey() async throws -> [UInt8] {
        let fresh = SecureRandom.bytes(32)
        return try await database.write { session in
            try session.execute(
                "INSERT INTO settings (name, value) VALUES ('master-key', $1) ON CONFLICT (name) DO NOTHING",
                .bytes(fresh))
            let row = try session.first("SELECT value FROM settings WHERE name = 'master-key'")
            guard let row else { throw StorageError.unexpected("no master key") }
            return try row.bytes("value")
        }
    }
}
