import Desk
import Store
import TestSupport
import Testing

@Suite struct BoardTests {
    @Test func `open tickets come first, then pending, then solved, each newest first`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        var ids: [TicketID] = []
        for number in 0..<6 { ids.append(try await test.file(submission: "\(number)").id) }
        try await test.store.changeStatus(of: ids[5], to: .solved, by: ana)
        try await test.store.changeStatus(of: ids[0], to: .pending, by: ana)
        try await test.store.changeStatus(of: ids[4], to: .pending, by: ana)
        let rows = try await test.store.board(.first).rows
        #expect(rows.map(\.id) == [ids[3], ids[2], ids[1], ids[4], ids[0], ids[5]])
    }

    @Test func `pages of fifty meet without a gap in both directions`() async throws {
        let test = try await TestStore()
        let ana = try await test.addAgent("ana", "Ana Diaz")
        for number in 0..<120 {
            let filed = try await test.file(submission: "\(number)")
            if number % 3 == 0 { try await test.store.changeStatus(of: filed.id, to: .pending, by: ana) }
        }
        let first = try await test.store.board(.first)
        let second = try await test.store.board(.after(try #require(first.older)))
        let third = try await test.store.board(.after(try #require(second.older)))
        #expect([first, second, third].map(\.rows.count) == [50, 50, 20])
        #expect(Set((first.rows + second.rows + third.rows).map(\.id)).count == 120)
        #expect(first.newer == nil)
        #expect(third.older == nil)
        let back = try await test.store.board(.before(try #require(third.newer)))
        #expect(back.rows == second.rows)
        #expect(try await test.store.board(.before(try #require(back.newer))).newer == nil)
    }

    @Test func `a row says whether its customer's page is open`() async throws {
        let test = try await TestStore()
        let filed = try await test.file()
        #expect(try await test.store.board(.first).rows.map(\.isPageOpen) == [false])
        try await test.store.openConnection("c", of: .ticket(filed.id), tab: "t", server: "server")
        #expect(try await test.store.board(.first).rows.map(\.isPageOpen) == [true])
        _ = try await test.store.closeConnection("c")
        #expect(try await test.store.board(.first).rows.map(\.isPageOpen) == [false])
    }

    @Test(arguments: ["", "-", "0", "0-", "3-1", "-1-5", "0-0", "0-01", "0-1 ", "0-99999999999999999999", "١-1"])
    func `a cursor that is not ours is refused`(text: String) {
        #expect(BoardCursor(text: text) == nil)
    }

    @Test func `a cursor is read as it was written`() {
        let cursor = BoardCursor(rank: 2, ticket: TicketID(77))
        #expect(BoardCursor(text: cursor.text) == cursor)
    }
}
