import Desk
import Store
import TestSupport
import Testing

@Suite struct ContactLookupTests {
    private static let robert = PhoneNumber(e164: "+14158675309")

    private struct Filed {
        let name: String
        var phone = "(415) 867-5309"
    }

    private func ids(_ test: TestStore, _ tickets: [Filed]) async throws -> [TicketID] {
        var ids: [TicketID] = []
        for (number, ticket) in tickets.enumerated() {
            let draft = try TicketDraft(
                name: ticket.name, phone: ticket.phone, description: "It broke.", region: "US", author: .customer)
            let submission = "AAAAAAAAAAAAAAAAAAAA" + String(number + 10)
            ids.append(try await test.store.file(draft, submission: submission, browserHash: [1]).id)
        }
        return ids
    }

    @Test func `everybody with a number is found, each once, with the ticket to open`() async throws {
        let test = try await TestStore()
        let ana = try await test.add(Cast.ana)
        let ids = try await ids(test, [Filed(name: "Robert Kane"), Filed(name: "robert kane"), Filed(name: "Erin")])
        _ = try await test.store.changeStatus(of: ids[2], to: .solved, by: ana)
        let number = try #require(Self.robert)
        let found = try await test.store.contacts(.phone(number))
        #expect(found.map(\.name) == ["robert kane", "Erin"])
        #expect(found.map(\.id) == [ids[0], ids[2]])
        #expect(found.map(\.ticket.id) == [ids[1], ids[2]])
        #expect(found.map(\.unsolved) == [2, 0])
        let stranger = try #require(PhoneNumber(e164: "+442079460958"))
        #expect(try await test.store.contacts(.phone(stranger)).isEmpty)
    }

    @Test func `a ticket's number finds its customer`() async throws {
        let test = try await TestStore()
        let ids = try await ids(test, [Filed(name: "Robert Kane"), Filed(name: "Erin")])
        #expect(try await test.store.contacts(.ticket(ids[1])).map(\.name) == ["Erin"])
        #expect(try await test.store.contacts(.ticket(TicketID(999))).isEmpty)
    }

    @Test(arguments: ["ro", "RO", "robert k", "Robert Kane"]) func `a name is found by how it begins`(start: String)
        async throws
    {
        let test = try await TestStore()
        _ = try await ids(test, [Filed(name: "Robert Kane"), Filed(name: "Aero"), Filed(name: "ROBIN")])
        let found = try await test.store.contacts(.name(start)).map(\.name)
        #expect(found.contains("Robert Kane"))
        #expect(!found.contains("Aero"))
        #expect(found.contains("ROBIN") == (start.count == 2))
    }

    @Test func `signs that searches know are letters like others`() async throws {
        let test = try await TestStore()
        _ = try await ids(test, [Filed(name: "Robert Kane"), Filed(name: "100% O'Hara_"), Filed(name: "ミカ")])
        for nobody in ["%", "_", "Ro%", "'", "\\"] { #expect(try await test.store.contacts(.name(nobody)).isEmpty) }
        #expect(try await test.store.contacts(.name("100% O'")).map(\.name) == ["100% O'Hara_"])
        #expect(try await test.store.contacts(.name("ミ")).map(\.name) == ["ミカ"])
    }
}
