import Foundation
package import Store
import Synchronization

/// The private PostgreSQL server that the tests were given, if any; each test has a schema of its own in it.
package enum TestPostgres {
    private static let url = ProcessInfo.processInfo.environment["DESKBELL_TEST_DATABASE"]
    private static let admin = url.flatMap { PostgresAddress($0) }.map { PostgresDatabase($0, connections: 2) }

    package static var isGiven: Bool { url != nil }

    /// Whether every test's store is to be on it, and not on SQLite.
    static var isChosen: Bool { ProcessInfo.processInfo.environment["DESKBELL_TEST_ENGINE"] == "postgres" }

    /// The address of a fresh schema; nil without a server.
    package static func address() async throws -> PostgresAddress? {
        guard let url, let admin else { return nil }
        let schema = "t" + UUID().uuidString.filter { $0 != "-" }.lowercased()
        try await admin.write { try $0.execute("CREATE SCHEMA \(schema)", []) }
        return PostgresAddress(url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3D" + schema)
    }

    /// A database on a fresh schema; nil without a server.
    package static func database(connections: Int = 2) async throws -> PostgresDatabase? {
        try await address().map { PostgresDatabase($0, connections: connections) }
    }
}
