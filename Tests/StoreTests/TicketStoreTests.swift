import Desk
import Store
import TestSupport
import Testing

@Suite struct TicketStoreTests {
    @Test func `a filed ticket is found by its id and by its key`() async throws {
        let test = try await TestStore()
        let filed = try await test.file()
        let detail = try #require(try await test.store.ticket(filed.id))
        #expect(detail.ticket.name == "Robert Kane")
        #expect(detail.ticket.phone.e164 == "+14158675309")
        #expect(detail.ticket.status == .open)
        #expect(detail.moments == [Moment(at: test.clock.now, what: .filed)])
        #expect(try await test.store.ticket(key: filed.key) == detail)
        #expect(try await test.store.ticketID(key: filed.key) == filed.id)
    }

    @Test func `a wrong key finds nothing, also in another case or with a wildcard`() async throws {
        let test = try await TestStore()
        let filed = try await test.file()
        for key in ["", "%", "_", filed.key.lowercased() + "x", filed.key + " "] {
            #expect(try await test.store.ticket(key: key) == nil)
        }
    }

    @Test func `the same submission again makes no second ticket`() async throws {
        let test = try await TestStore()
        let first = try await test.file()
        let second = try await test.file()
        #expect(first.isNew)
        #expect(!second.isNew)
        #expect(second.id == first.id)
        #expect(second.key == first.key)
        #expect(try await test.store.board(.first).counts == BoardCounts(open: 1, pending: 0, solved: 0))
    }

    @Test func `another browser's submission is not answered with the ticket it made`() async throws {
        let test = try await TestStore()
        _ = try await test.file()
        await #expect(throws: StorageError.self) { try await test.file(browser: [2]) }
    }

    @Test func `fifty filings of one submission at once make one ticket`() async throws {
        let test = try await TestStore()
        let ids = try await withThrowingTaskGroup(of: FiledTicket.self) { group in
            for _ in 0..<50 { group.addTask { try await test.file() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(ids.map(\.id)).count == 1)
        #expect(ids.filter(\.isNew).count == 1)
        #expect(try await test.store.board(.first).counts.open == 1)
    }

    @Test func `a browser lists its own tickets, newest first, and no others`() async throws {
        let test = try await TestStore()
        let first = try await test.file(submission: "1")
        let second = try await test.file(submission: "2")
        _ = try await test.file(submission: "3", browser: [2])
        #expect(try await test.store.tickets(ofBrowser: [1]).map(\.id) == [second.id, first.id])
    }

    @Test func `a status change is counted and stands on the timeline`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        let filed = try await test.file()
        #expect(try await test.store.changeStatus(of: filed.id, to: .solved, by: ana))
        #expect(try await !test.store.changeStatus(of: filed.id, to: .solved, by: ana))
        let detail = try #require(try await test.store.ticket(filed.id))
        #expect(detail.moments.map(\.what) == [.filed, .status(.solved, by: "Ana Diaz")])
        #expect(try await test.store.board(.first).counts == BoardCounts(open: 0, pending: 0, solved: 1))
    }

    @Test func `a note keeps every byte`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        let filed = try await test.file()
        let note = "'; DROP TABLE tickets; -- \u{301}\"\u{1F3FB} ボール"
        try await test.store.addNote(note, to: filed.id, by: ana)
        let detail = try #require(try await test.store.ticket(filed.id))
        guard case .note(let stored, by: "Ana Diaz") = detail.moments.last?.what else {
            Issue.record("no note on the timeline")
            return
        }
        #expect(Array(stored.utf8) == Array(note.utf8))
    }
}
