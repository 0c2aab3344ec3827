package import Store

extension Doctor {
    package static let databaseSubject = "Database"

    /// Whether it takes a write that changes nothing.
    package static func database(_ store: Store, within limit: Duration) async -> Finding {
        let advice = "See the desk's log, the disk and the rights of the folder, or the PostgreSQL server."
        let isWritable = await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await store.masterKey()) != nil }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        return isWritable
            ? .ok(databaseSubject, "It opens and takes writes.")
            : .fail(databaseSubject, "It takes no writes.", advice)
    }
}
