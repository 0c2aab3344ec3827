import Desk
import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct BackupTests {
    private let folder: TemporaryFolder
    private let backups = Backups(migrations: Project.path("Resources/Migrations"))
    private var file: String { folder.path + "/desk.backup" }
    private var database: String { folder.path + "/desk.sqlite" }

    init() throws { folder = try TemporaryFolder() }

    /// A desk with a ticket, its history and a call that ended; closed but for its file.
    private func used(tickets: Int = 3) async throws -> SQLiteDatabase {
        let sqlite = try SQLiteDatabase(path: database)
        try await fill(sqlite, tickets: tickets)
        return sqlite
    }

    private func fill(_ database: some Database, tickets: Int) async throws {
        let store = try await store(on: database)
        _ = try await store.masterKey()
        _ = try await store.startServer("server")
        let ana = try await store.add(try AgentDraft(username: "ana", name: "Ana Diaz", role: .admin), password: "none")
        try await store.openConnection("c", of: .agent(ana), tab: "ana", server: "server")
        try await store.choose(.available, for: ana)
        for number in 1...tickets {
            let draft = try TicketDraft(
                name: "Robert \(number)", phone: "+14158675309", description: "\u{301}🎈 '\r\n", region: "US")
            _ = try await store.file(draft, submission: "s\(number)", browserHash: [0, 255])
        }
        let ticket = TicketID(1)
        try await store.changeStatus(of: ticket, to: .solved, by: ana)
        let call = try await store.callDesk(from: .ticket(ticket), Dial(tab: "t", ref: "r"))
        try await store.apply(.hungUp(try #require(try await store.call(call)).legs[0].id), to: call)
        try await fillTelephony(store, of: ana, call)
    }

    /// A telephone, a wrap-up, a recording and a webhook, and a value in each column that came with them.
    private func fillTelephony(_ store: Store, of ana: AgentID, _ call: CallID) async throws {
        try await store.setPhone(PhoneNumber(e164: "+14158675300"), of: ana)
        try await store.takeCalls(onPhone: true, agent: ana)
        try await store.chooseLine(.genesys, for: ana)
        _ = try await store.noteRecording("RE1", of: call, seconds: 12)
        try await store.database.write { session in
            try Store.beginWrapUp(
                call: call, agent: ana, at: Timestamp(milliseconds: 1), seconds: 60, session)
            try session.execute(
                "INSERT INTO webhooks (key, token, at, what) VALUES ('k', 't', 1, 'completed'), ('l', NULL, 2, 'x')")
            try session.execute(
                """
                UPDATE calls SET caller_number = '+14158675309', caller_verified = 1, room = 'r', conference_sid = 'CF',
                    ends_by = 1, offer_until = 2, voicemail = 'done', line = 'genesys', line_call = 'g',
                    caller_name = 'Robert'
                """)
            try session.execute(
                """
                UPDATE call_legs SET phone = '+14158675309', role = 'consulted', consulted_by = 1, rings_until = 1,
                    held_since = 2, join_key = 'j', wire = 'gone', wire_sid = 'CA', wire_held = 1, wire_ends = 1,
                    wire_at = 3, line = 'genesys' WHERE agent_id IS NULL
                """)
        }
    }

    private func store(on database: some Database) async throws -> Store {
        try await Store(database: database, migrations: Project.path("Resources/Migrations"))
    }

    private struct Contents: Equatable {
        let board: BoardPage
        let tickets: [TicketDetail?]
        let agents: [Agent]
        let calls: [Call?]
        let key: [UInt8]
        let rows: [String]
    }

    /// Every row of every kept table, each column under its name.
    private func rows(of database: some Database) async throws -> [String] {
        try await database.read { session in
            try KeptTable.all.filter { $0.name != "tickets" }.flatMap { table in
                let rows = try session.query("SELECT * FROM \(table.name) ORDER BY \(table.key)", [])
                return rows.map { "\(table.name) \($0.named)" }
            }
        }
    }

    private func contents(of database: some Database) async throws -> Contents {
        let store = try await store(on: database)
        return Contents(
            board: try await store.board(.first),
            tickets: [try await store.ticket(TicketID(1)), try await store.ticket(TicketID(2))],
            agents: try await store.agents(), calls: [try await store.call(CallID(1))],
            key: try await store.masterKey(),
            rows: try await rows(of: database))
    }

    @Test func `a backup of a desk that runs has everything and is whole`() async throws {
        let running = try await used()
        let made = try backups.back(upSQLite: database, to: file)
        #expect(made.first { $0.table == "tickets" }?.rows == 3)
        #expect(try backups.verify(file).elementsEqual(made, by: ==))
        let restored = folder.path + "/restored.sqlite"
        _ = try backups.restore(file, toSQLite: restored)
        let (before, after) = (try await contents(of: running), try await contents(of: SQLiteDatabase(path: restored)))
        #expect(before == after)
    }

    @Test func `a backup of an older desk is whole, and is brought up to date where it goes`() async throws {
        let old = folder.path + "/Migrations"
        try FileManager.default.copyItem(atPath: Project.path("Resources/Migrations"), toPath: old)
        for later in ["0003-telephony", "0004-lines", "0005-names"] {
            try FileManager.default.removeItem(atPath: old + "/sqlite/\(later).sql")
        }
        let sqlite = try SQLiteDatabase(path: database)
        _ = try await Store(database: sqlite, migrations: old).masterKey()
        try await sqlite.write { session in
            try session.execute(
                """
                INSERT INTO tickets (key, submission, browser_hash, name, phone, description, created_at, updated_at)
                VALUES ('k', 's', x'00', 'Robert', '+14158675309', 'x', 1, 1)
                """)
            try session.execute("INSERT INTO ticket_events (ticket_id, at, kind) VALUES (1, 1, 'filed')")
        }
        _ = try Backups(migrations: old).back(upSQLite: database, to: file)
        let counts = try backups.verify(file)
        #expect(counts.first { $0.table == "tickets" }?.rows == 1)
        #expect(counts.first { $0.table == "recordings" }?.rows == 0)
        let restored = folder.path + "/restored.sqlite"
        _ = try backups.restore(file, toSQLite: restored)
        let store = try await store(on: SQLiteDatabase(path: restored))
        #expect(try await store.ticket(TicketID(1))?.moments.map(\.what) == [.filed])
    }

    @Test func `sockets and servers are not kept`() async throws {
        _ = try await used()
        _ = try backups.back(upSQLite: database, to: file)
        let copy = try BackupFile(reading: file)
        #expect(
            try copy.read { try $0.query("SELECT id FROM servers", []) + $0.query("SELECT id FROM connections", []) }
                .isEmpty)
    }

    @Test func `a backup takes nobody's name and leaves nothing half-written`() async throws {
        _ = try await used()
        try Data("mine".utf8).write(to: URL(filePath: file))
        #expect(throws: BackupProblem.exists(file)) { try backups.back(upSQLite: database, to: file) }
        #expect(try Data(contentsOf: URL(filePath: file)) == Data("mine".utf8))
        #expect(throws: (any Error).self) { try backups.back(upSQLite: database, to: folder.path + "/none/x") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("partial") })
    }

    @Test func `what is damaged or something else is no backup`() async throws {
        _ = try await used(tickets: 200)
        _ = try backups.back(upSQLite: database, to: file)
        let whole = try Data(contentsOf: URL(filePath: file))
        for (name, bytes) in [("cut", whole.prefix(whole.count / 2)), ("text", Data("hello".utf8)), ("empty", Data())] {
            let path = folder.path + "/" + name
            try bytes.write(to: URL(filePath: path))
            #expect(throws: (any Error).self) { try backups.verify(path) }
            #expect(throws: (any Error).self) { try backups.restore(path, toSQLite: folder.path + "/target") }
        }
        #expect(throws: BackupProblem.missing("/nowhere")) { try backups.verify("/nowhere") }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/target"))
    }

    @Test func `a backup goes only where nobody has worked yet`() async throws {
        _ = try await used()
        _ = try backups.back(upSQLite: database, to: file)
        #expect(throws: BackupProblem.notEmpty(database)) { try backups.restore(file, toSQLite: database) }
        let fresh = folder.path + "/fresh.sqlite"
        let opened = try SQLiteDatabase(path: fresh)
        _ = try await store(on: opened).masterKey()
        try opened.close()
        _ = try backups.restore(file, toSQLite: fresh)
        #expect(try await contents(of: SQLiteDatabase(path: fresh)).board.rows.count == 3)
    }

    @Test(.enabled(if: TestPostgres.isGiven, "scripts/postgres.sh gives one"))
    func `a desk moves to PostgreSQL and back without losing anything`() async throws {
        let sqlite = try await used(tickets: 1_203)
        _ = try backups.back(upSQLite: database, to: file)
        let address = try #require(try await TestPostgres.address())
        let postgres = PostgresDatabase(address, limits: .maintenance, connections: 1)
        let moved = try await backups.restore(file, to: postgres)
        #expect(moved.first { $0.table == "tickets" }?.rows == 1_203)
        let before = try await contents(of: sqlite)
        #expect(try await contents(of: postgres) == before)
        await #expect { try await backups.restore(file, to: postgres) } throws: { $0 is BackupProblem }

        let draft = try TicketDraft(name: "New", phone: "+14158675309", description: "new", region: "US")
        let filed = try await store(on: postgres).file(draft, submission: "new", browserHash: [1])
        #expect(filed.id == TicketID(1_204), "numbers go on behind those that came")
        let back = folder.path + "/back.backup"
        _ = try await backups.back(upPostgres: postgres, to: back)
        let restored = folder.path + "/back.sqlite"
        _ = try backups.restore(back, toSQLite: restored)
        let (there, here) = (try await contents(of: postgres), try await contents(of: SQLiteDatabase(path: restored)))
        #expect(there == here)
    }
}

extension SQLRow {
    /// The values in the order of their names: engines may have the columns in another.
    fileprivate var named: String {
        byName.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
}
