import Store

/// The database that the settings name, open.
struct Storage {
    let store: Store
    /// Held for as long as this is in use; PostgreSQL needs none.
    private let directory: DataDirectory?

    init(
        _ settings: Settings, onReplaced: @escaping @Sendable () -> Void = {},
        onWait: @escaping WaitObserver = { _, _ in }
    ) async throws {
        let migrations = settings.root + "/Resources/Migrations"
        if let address = settings.database {
            directory = nil
            store = try await Store(database: PostgresDatabase(address, onWait: onWait), migrations: migrations)
        } else {
            let directory = try DataDirectory(path: settings.data)
            self.directory = directory
            store = try await Store(
                database: try SQLiteDatabase(
                    path: directory.databasePath, onReplaced: onReplaced, onWait: onWait),
                migrations: migrations)
        }
    }
}
