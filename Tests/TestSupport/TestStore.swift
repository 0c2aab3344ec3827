package import Desk
package import Store

/// A store on a real database of its own: SQLite, or PostgreSQL where `DESKBELL_TEST_ENGINE` says so.
package struct TestStore: Sendable {
    package let store: Store
    package let database: any Database
    package let clock = TestClock()
    private let folder: TemporaryFolder?

    package init() async throws {
        if TestPostgres.isChosen, let postgres = try await TestPostgres.database() {
            folder = nil
            database = postgres
            store = try await Self.open(postgres, clock)
        } else {
            let folder = try TemporaryFolder()
            self.folder = folder
            let sqlite = try SQLiteDatabase(path: folder.path + "/desk.sqlite")
            database = sqlite
            store = try await Self.open(sqlite, clock)
        }
        _ = try await store.startServer("server")
    }

    private static func open(_ database: some Database, _ clock: TestClock) async throws -> Store {
        try await Store(
            database: database, migrations: Project.path("Resources/Migrations"), clock: clock.wall)
    }

    /// Adds an agent who cannot sign in: the password is no hash.
    package func addAgent(_ username: String, _ name: String, role: Role = .agent) async throws -> AgentID {
        try await store.add(try AgentDraft(username: username, name: name, role: role), password: "none")
    }

    /// Opens a page of the agent and makes them available.
    package func seat(_ agent: AgentID, tab: String) async throws {
        try await store.openConnection("connection-\(tab)", of: .agent(agent), tab: tab, server: "server")
        try await store.choose(.available, for: agent)
    }

    package func file(
        _ name: String = "Robert Kane", _ description: String = "The mallet broke at the joint.",
        submission: String = "submission", browser: [UInt8] = [1]
    ) async throws -> FiledTicket {
        let draft = try TicketDraft(
            name: name, phone: "(415) 867-5309", description: description, region: "US")
        return try await store.file(draft, submission: submission, browserHash: browser)
    }
}
