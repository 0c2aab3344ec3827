import Desk
import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

/// PostgreSQL itself; what the desk keeps in it is tested where SQLite is.
@Suite(.enabled(if: TestPostgres.isGiven, "scripts/postgres.sh gives one"), .timeLimit(.minutes(2)))
struct PostgresTests {
    private func database(connections: Int = 2) async throws -> PostgresDatabase {
        try await TestPostgres.database(connections: connections).orThrow()
    }

    /// Two servers' stores on one database.
    private func twoStores() async throws -> (one: Store, two: Store) {
        let address = try await TestPostgres.address().orThrow()
        let migrations = Project.path("Resources/Migrations")
        async let one = Store(database: PostgresDatabase(address), migrations: migrations)
        async let two = Store(database: PostgresDatabase(address), migrations: migrations)
        return try await (one, two)
    }

    @Test func `values come back as they were given`() async throws {
        let database = try await database()
        try await database.write { session in
            try session.execute("CREATE TABLE v (i BIGINT, t TEXT, b BYTEA)")
            for (integer, text, bytes) in Self.values {
                try session.execute("INSERT INTO v VALUES ($2, $3, $1)", bytes, integer, text)
            }
        }
        let rows = try await database.read { try $0.query("SELECT i, t, b FROM v") }
        #expect(rows.count == Self.values.count)
        for (row, (integer, text, bytes)) in zip(rows, Self.values) {
            #expect(try integer == (row.isNull("i") ? .null : .integer(row.integer("i"))))
            #expect(try text == (row.isNull("t") ? .null : .text(row.text("t"))))
            #expect(try bytes == (row.isNull("b") ? .null : .bytes(row.bytes("b"))))
        }
    }

    private static let values: [(SQLValue, SQLValue, SQLValue)] = [
        (.integer(.max), .text(""), .bytes([])),
        (.integer(.min), .text("a\u{301}\u{1F3FB}\r\n'$1"), .bytes([0, 255, 92])),
        (.null, .null, .null),
        (.integer(0), .text(String(repeating: "é", count: 70_000)), .bytes(Array(repeating: 7, count: 100_000))),
    ]

    @Test func `a text with NUL is refused, never cut`() async throws {
        let database = try await database()
        await #expect(throws: StorageError.failed("a text with NUL")) {
            try await database.read { try $0.query("SELECT $1::text AS t", .text("a\0b")) }
        }
    }

    @Test func `constraints, waiting and read-only are told from other failures`() async throws {
        let database = try await database()
        try await database.write { try $0.execute("CREATE TABLE u (x BIGINT PRIMARY KEY)") }
        try await database.write { try $0.execute("INSERT INTO u VALUES (1)") }
        await #expect {
            try await database.write { try $0.execute("INSERT INTO u VALUES (1)") }
        } throws: { error in
            if case StorageError.constraint = error { true } else { false }
        }
        await #expect(throws: StorageError.locked) {
            try await database.read { try $0.query("SELECT pg_sleep(10)") }
        }
        await #expect(throws: StorageError.readOnly) {
            try await database.read { try $0.execute("INSERT INTO u VALUES (2)") }
        }
    }

    @Test func `a write that lost against another runs again, and none is lost`() async throws {
        let database = try await database(connections: 2)
        try await database.write { try $0.execute("CREATE TABLE n (x BIGINT)") }
        try await database.write { try $0.execute("INSERT INTO n VALUES (0)") }
        let runs = Counter()
        let (hasRead, hasWritten) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await database.write { session in
                    let before = try session.first("SELECT x FROM n")?.integer("x") ?? 0
                    runs.countOne()
                    if runs.count == 1 {
                        hasRead.signal()
                        hasWritten.wait()
                    }
                    try session.execute("UPDATE n SET x = $1", .integer(before + 1))
                }
            }
            group.addTask {
                try await database.write { session in
                    hasRead.wait()
                    try session.execute("UPDATE n SET x = 10")
                }
                hasWritten.signal()
            }
            try await group.waitForAll()
        }
        #expect(try await database.read { try $0.first("SELECT x FROM n")?.integer("x") } == 11)
        #expect(runs.count == 2)
    }

    @Test func `a connection that was killed is replaced without anybody noticing`() async throws {
        let database = try await database(connections: 1)
        try await database.write { try $0.execute("CREATE TABLE k (x BIGINT)") }
        for number in 0..<3 {
            let killer = try await self.database(connections: 1)
            let victim = try await database.read { try $0.first("SELECT pg_backend_pid() AS pid")?.integer("pid") }
            try await killer.write { try $0.execute("SELECT pg_terminate_backend($1)", .integer(victim ?? 0)) }
            try await database.write { try $0.execute("INSERT INTO k VALUES ($1)", .integer(Int64(number))) }
        }
        #expect(try await database.read { try $0.query("SELECT x FROM k").count } == 3)
    }

    @Test func `a commit whose answer is lost is not repeated, and not called a success`() async throws {
        let database = try await database(connections: 1)
        try await database.write { try $0.execute("CREATE TABLE c (x BIGINT)") }
        // A deferred trigger ends the connection while the commit runs.
        try await database.write { session in
            try session.execute(
                """
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END'
                """)
            try session.execute(
                "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON c INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()")
        }
        let runs = Counter()
        await #expect(throws: StorageError.unknownOutcome) {
            try await database.write { session in
                runs.countOne()
                try session.execute("INSERT INTO c VALUES (1)")
            }
        }
        #expect(runs.count == 1)
    }

    @Test func `a closure that hides a failure commits nothing and is told`() async throws {
        let database = try await database()
        try await database.write { try $0.execute("CREATE TABLE h (x BIGINT PRIMARY KEY)") }
        await #expect(throws: StorageError.self) {
            try await database.write { session in
                try session.execute("INSERT INTO h VALUES (1)")
                _ = try? session.execute("INSERT INTO h VALUES (1)")
            }
        }
        #expect(try await database.read { try $0.query("SELECT x FROM h").isEmpty })
    }

    @Test func `where nobody listens an error comes soon`() async throws {
        let address = try PostgresAddress("postgres://desk@127.0.0.1:1/desk").orThrow()
        let database = PostgresDatabase(address, connections: 1)
        await #expect {
            try await database.read { try $0.query("SELECT 1") }
        } throws: { error in
            (error as? StorageError)?.isUnreachable == true
        }
    }

    @Test(arguments: ["", "desk", "sqlite://x", "postgres://[", "postgres://h/d?nonsense=1", "host=x"])
    func `what is no address is none`(url: String) { #expect(PostgresAddress(url) == nil) }

    @Test func `an address is described without its password`() throws {
        let address = try PostgresAddress("postgres://desk:secret@db.example:5433/desk?sslmode=require").orThrow()
        #expect(address.description == "desk at db.example:5433")
    }

    // MARK: Two servers

    @Test(arguments: 1...5) func `servers that start at once migrate once`(round: Int) async throws {
        let address = try await TestPostgres.address().orThrow()
        let migrations = Project.path("Resources/Migrations")
        let stores = try await withThrowingTaskGroup(of: Store.self) { group in
            for _ in 0..<6 {
                group.addTask { try await Store(database: PostgresDatabase(address), migrations: migrations) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let (one, two) = (stores[0], stores[1])
        let count = try await one.database.read { try $0.first("SELECT count(*) AS n FROM migrations")?.integer("n") }
        let files = try FileManager.default.contentsOfDirectory(atPath: Project.path("Resources/Migrations/postgres"))
        #expect(count == Int64(files.count))
        #expect(try await one.masterKey() == two.masterKey())
    }

    @Test func `of fifty answers at once on two servers one wins`() async throws {
        let (one, two) = try await twoStores()
        _ = try await one.startServer("one")
        var agents: [AgentID] = []
        for number in 0..<50 {
            let draft = try AgentDraft(username: "a\(number)", name: "A", role: .agent)
            let agent = try await one.add(draft, password: "none")
            try await one.openConnection("c\(number)", of: .agent(agent), tab: "t", server: "one")
            try await one.choose(.available, for: agent)
            agents.append(agent)
        }
        let id = try await two.callDesk(from: .visitor("visitor_1"), Dial(tab: "v", ref: "r"), limits: .none)
        let legs = try await one.call(id).orThrow().legs.filter { !$0.isCustomer }
        let winners = await withTaskGroup(of: Bool.self) { group in
            for (number, leg) in legs.enumerated() {
                let store = number.isMultiple(of: 2) ? one : two
                group.addTask { (try? await store.apply(.answered(leg.id, tab: "t"), to: id)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(legs.count == 50 && winners == 1)
        let call = try await one.call(id).orThrow()
        #expect(call.connectedLegs.count == 2)
        #expect(call.legs.count { $0.departure == .taken } == 49)
    }

    @Test func `a timer fires once, whichever server sees it first`() async throws {
        let (one, two) = try await twoStores()
        _ = try await one.startServer("one")
        let agent = try await one.add(try AgentDraft(username: "a", name: "A", role: .agent), password: "none")
        try await one.openConnection("c", of: .agent(agent), tab: "t", server: "one")
        try await one.choose(.available, for: agent)
        let id = try await one.callDesk(from: .visitor("visitor_1"), Dial(tab: "v", ref: "r"))
        try await one.database.write { session in
            let past = one.clock.now.adding(seconds: -60)
            try session.execute("UPDATE calls SET placed_at = $1, deadline_at = $1", .time(past))
        }
        let fired = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let store = number.isMultiple(of: 2) ? one : two
                group.addTask { (try? await store.apply(.deadline, to: id)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(fired == 1)
        #expect(try await two.call(id)?.reason == .missed)
    }

    @Test func `what one server says the other hears, once and in order`() async throws {
        let (one, two) = try await twoStores()
        let desk = try await one.masterKey()
        let (busOne, lineOne) = one.bus(desk: desk)
        let (busTwo, lineTwo) = two.bus(desk: desk)
        let lines = [lineOne, lineTwo].compactMap { $0 }
        #expect(lines.count == 2)
        await withTaskGroup(of: Void.self) { group in
            for line in lines {
                group.addTask { await line.tell() }
                group.addTask { await line.hear() }
            }
            var heard = busTwo.events.makeAsyncIterator()
            // Until it listens nothing is heard; a sign of life that comes back says that it does.
            while lines.contains(where: { $0.hearing == nil }) {
                lines.forEach { $0.stir() }
                await Task.yield()
            }
            let sent = (1...50).map { number in
                BusEvent.signal(
                    CallSignal(
                        call: CallID(1), callKey: "k", from: LegID(1), to: LegID(2),
                        data: String(repeating: "é", count: number * 160)))
            }
            sent.forEach(busOne.publish)
            // One that begins to listen says so first: what came before may be missed.
            #expect(await heard.next() == .missed)
            for event in sent {
                #expect(await heard.next() == event)
                // A listener that hears nothing for long begins anew.
                lines.forEach { $0.stir() }
            }
            #expect(!busTwo.hasChanged(since: busOne.mark) && !busOne.hasChanged(since: busTwo.mark))
            let before = busOne.mark
            busTwo.publish(.availability)
            #expect(busTwo.hasChanged(since: before))
            #expect(await heard.next() == .availability, "its own come without a detour")
            busOne.publish(.call(CallID(7)))
            #expect(await heard.next() == .call(CallID(7)), "and not a second time")
            group.cancelAll()
        }
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func countOne() { value.withLock { $0 += 1 } }
}

extension Optional {
    fileprivate func orThrow() throws -> Wrapped { try #require(self) }
}
