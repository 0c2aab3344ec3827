/// Where the two engines really differ; everything else is SQL that both understand.
package struct Dialect: Sendable, Equatable {
    /// The folder of this engine's migrations in `Resources/Migrations`.
    package let name: String
    /// Whether other servers may work on the same data.
    package let isShared: Bool
    /// Run in one transaction at every start.
    let migrationsTable: [String]
    /// Run first in each migration's transaction: of two servers that start at once, one waits.
    let migrationLock: String?
    /// The database's own clock in milliseconds since 1970: servers compare each other's signs of life by it.
    let now: String

    package static let sqlite = Dialect(
        name: "sqlite", isShared: false,
        migrationsTable: [
            """
            CREATE TABLE IF NOT EXISTS migrations (
                name TEXT PRIMARY KEY, checksum BLOB NOT NULL, at INTEGER NOT NULL
            ) STRICT
            """
        ],
        migrationLock: nil, now: "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)")

    package static let postgres = Dialect(
        name: "postgres", isShared: true,
        migrationsTable: [
            // IF NOT EXISTS alone does not keep two servers from making it at once. The number only has to be ours.
            "SELECT pg_advisory_xact_lock(7233124011)",
            """
            CREATE TABLE IF NOT EXISTS migrations (
                name TEXT COLLATE "C" PRIMARY KEY, checksum BYTEA NOT NULL, at BIGINT NOT NULL
            )
            """,
        ],
        migrationLock: "LOCK TABLE migrations IN EXCLUSIVE MODE",
        now: "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
}
