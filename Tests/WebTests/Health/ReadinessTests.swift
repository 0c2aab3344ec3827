import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Store
import TestSupport
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(10))) struct ReadinessTests {
    private func open(heard ago: Duration?? = nil, writes: Bool = true) -> Readiness {
        let readiness = Readiness(
            takesWrites: { writes }, bus: ago.map { ago in Readiness.BusWatch { ago } })
        readiness.open()
        return readiness
    }

    @Test func `a server is ready from its open port until it is told to stop`() async {
        let readiness = Readiness(takesWrites: { true }, bus: nil)
        #expect(await readiness.obstacle() == "starting")
        readiness.open()
        #expect(await readiness.obstacle() == nil)
        readiness.drain()
        #expect(await readiness.obstacle() == "draining")
        readiness.open()
        #expect(await readiness.obstacle() == "draining")
    }

    @Test func `a server without a database that takes writes is not ready`() async {
        #expect(await open(writes: false).obstacle() == "the database takes no writes")
    }

    @Test func `a server that shares its data has to hear the bus`() async {
        #expect(await open(heard: .some(.seconds(5))).obstacle() == nil)
        #expect(await open(heard: .some(.milliseconds(7_900))).obstacle() == "the bus was not heard for 7 s")
        #expect(await open(heard: .some(nil)).obstacle() == "the bus was not heard yet")
    }

    // MARK: The write

    @Test func `one write answers everybody who asks meanwhile, and is good for a moment`() async throws {
        let writes = TestLog()
        let probe = WriteProbe(logger: TestLog().logger, freshness: .seconds(3600)) { writes.take("a write") }
        async let first = probe.takesWrites()
        async let second = probe.takesWrites()
        while writes.lines.isEmpty {
            await probe.probe()
            await Task.yield()
        }
        let answers = await [first, second, probe.takesWrites()]
        #expect(answers == [true, true, true])
        #expect(writes.lines.count == 1)
    }

    @Test func `a write that fails is an answer, too`() async throws {
        let log = TestLog()
        let probe = WriteProbe(logger: log.logger, freshness: .seconds(3600)) { throw StorageError.readOnly }
        async let answer = probe.takesWrites()
        while log.lines.isEmpty {
            await probe.probe()
            await Task.yield()
        }
        let isWritable = await answer
        #expect(!isWritable)
        #expect(log.lines.contains { $0.hasPrefix("warning: the database takes no writes") })
    }

    // MARK: Over HTTP

    @Test func `an open desk says that it is ready`() async throws {
        let desk = try await TestDesk()
        try await desk.stranger().get("/readyz").expect(503, contains: ["starting\n"])
        try await desk.app.prepare()
        try await desk.app.application(.init(port: 0)).test(.live) { client in
            var answer = try await client.execute(uri: "/readyz", method: .get)
            // On PostgreSQL the bus is heard a moment after the port is open.
            while desk.parts.line != nil, answer.status != .ok {
                answer = try await client.execute(uri: "/readyz", method: .get)
            }
            #expect(answer.status == .ok && String(buffer: answer.body) == "ready\n")
        }
    }

    @Test func `an open desk that cannot write says so`() async throws {
        let (desk, database) = try await TestDesk.scripted()
        try await desk.app.prepare()
        database.beforeWrites { throw StorageError.readOnly }
        try await desk.app.application(.init(port: 0)).test(.live) { client in
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(String(buffer: answer.body) == "the database takes no writes\n")
        }
    }
}
