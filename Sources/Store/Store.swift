package import Desk
import Secrets

/// Everything the desk keeps. Methods are transactions named after intent; each file beside this one has one table's.
package struct Store: Sendable {
    let database: any Database
    package let clock: WallClock
    /// How long an agent is not rung after a call, in seconds; 0 for not at all.
    package var wrapUpSeconds: Int64 = 0

    /// Brings the database to the current schema, so that a `Store` is always at it.
    ///
    /// - Parameter migrations: the folder with a folder of numbered SQL files for each engine.
    package init(database: some Database, migrations: String, clock: WallClock = .system) async throws {
        try await Migrations(directory: migrations + "/" + database.dialect.name).run(on: database)
        self.database = database
        self.clock = clock
    }

    /// Whether other servers may work on the same data.
    package var isShared: Bool { database.dialect.isShared }

    /// The bus of one server, and its line to the others where several may share the data.
    ///
    /// - Parameter desk: what all servers of a desk have in common.
    package func bus(desk: [UInt8]) -> (bus: Bus, line: PostgresRelayLine?) {
        guard let postgres = database as? PostgresDatabase else { return (Bus(), nil) }
        let relay = BusRelay()
        let bus = Bus(relay: relay)
        return (bus, PostgresRelayLine(postgres, relay: relay, bus: bus, desk: desk))
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
