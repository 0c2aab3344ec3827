import Desk
import TestSupport
import Testing

@testable import Store

@Suite struct RecordingStoreTests {
    private static let number = "+14158675309"

    private func missed(_ desk: TalkDesk, _ person: Person = .visitor("v"), from number: String?) async throws -> CallID
    {
        let id = try await desk.ring(person, from: number)
        desk.test.clock.advance(seconds: 30)
        try await desk.store.apply(.deadline, to: id)
        return id
    }

    private func voicemail(_ what: Moment.What?) -> Voicemail? {
        if case .voicemail(let voicemail) = what { voicemail } else { nil }
    }

    @Test func `an unknown caller's message makes a ticket, with the missed call and the message`() async throws {
        let desk = try await TalkDesk()
        let call = try await missed(desk, from: Self.number)
        let noted = try #require(try await desk.store.noteRecording("RE1", of: call, seconds: 12))
        #expect(noted.change == .ticketFiled)
        let detail = try #require(try await desk.store.ticket(noted.ticket))
        #expect(detail.ticket.name == "Caller +1 415-867-5309" && detail.ticket.phone.e164 == Self.number)
        #expect(detail.ticket.description == "Voicemail of 12 s. Listen to it below.")
        let kinds = detail.moments.map(\.what)
        #expect(kinds.count == 3 && kinds.first == .filed)
        #expect(voicemail(kinds.last) == Voicemail(key: noted.key, seconds: 12))
        #expect(try await desk.store.call(call)?.ticket == noted.ticket)
        #expect(try await desk.store.recording(key: noted.key) == Recording(key: noted.key, sid: "RE1", seconds: 12))
        #expect(try await desk.store.recording(key: "RE1") == nil)
        #expect(try await desk.store.board(.first).counts.open == 1)
    }

    @Test func `the same recording again, also fifty times at once, changes nothing`() async throws {
        let desk = try await TalkDesk()
        let call = try await missed(desk, from: Self.number)
        let noted = try await withThrowingTaskGroup(of: NotedRecording?.self) { group in
            for _ in 0..<50 { group.addTask { try await desk.store.noteRecording("RE1", of: call, seconds: 12) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(noted.filter { $0?.change == .ticketFiled }.count == 1)
        #expect(noted.filter { $0?.change == .nothing }.count == 49)
        #expect(Set(noted.map { $0?.ticket }).count == 1 && Set(noted.map { $0?.key }).count == 1)
        #expect(try await desk.store.board(.first).counts.open == 1)
        #expect(try await desk.moments(TicketID(1)).count == 3)
    }

    @Test(arguments: ["anonymous", "+266696687", "restricted", nil])
    func `callers without a number get a ticket each`(named: String?) async throws {
        let desk = try await TalkDesk()
        let first = try await missed(desk, from: named)
        let second = try await missed(desk, .visitor("w"), from: named)
        let tickets = [
            try #require(try await desk.store.noteRecording("RE1", of: first, seconds: 3)).ticket,
            try #require(try await desk.store.noteRecording("RE2", of: second, seconds: -1)).ticket,
        ]
        #expect(Set(tickets).count == 2)
        for id in tickets {
            let ticket = try #require(try await desk.store.ticket(id)).ticket
            #expect(ticket.name == "Anonymous caller" && ticket.phone.e164 == "+266696687")
        }
    }

    @Test func `a known caller's message goes on their newest open ticket, then on a pending one`() async throws {
        let desk = try await TalkDesk()
        let pending = try await desk.test.file(submission: "1").id
        let open = try await desk.test.file(submission: "2").id
        let solved = try await desk.test.file(submission: "3").id
        try await desk.store.changeStatus(of: pending, to: .pending, by: desk.ana)
        try await desk.store.changeStatus(of: solved, to: .solved, by: desk.ana)
        let first = try await missed(desk, from: Self.number)
        #expect(try await desk.store.noteRecording("RE1", of: first, seconds: 3)?.ticket == open)
        try await desk.store.changeStatus(of: open, to: .solved, by: desk.ana)
        let second = try await missed(desk, from: Self.number)
        let noted = try await desk.store.noteRecording("RE2", of: second, seconds: 3)
        #expect(noted?.ticket == pending && noted?.change == .ticketChanged)
    }

    @Test func `a message on a ticket's own call stays there and opens the ticket again`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await missed(desk, .ticket(ticket), from: nil)
        try await desk.store.changeStatus(of: ticket, to: .solved, by: desk.ana)
        let noted = try #require(try await desk.store.noteRecording("RE1", of: call, seconds: 70))
        #expect(noted.ticket == ticket && noted.change == .ticketChanged)
        let told = try await desk.moments(ticket).suffix(2)
        #expect(voicemail(told.first)?.words == "Voicemail, 1 min 10 s")
        #expect(told.last == .status(.open, by: nil))
    }

    @Test func `a message that comes while the call still runs puts the call on the ticket`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.ring(from: Self.number)
        let noted = try #require(try await desk.store.noteRecording("RE1", of: call, seconds: 3))
        #expect(try await desk.moments(noted.ticket).count == 2)
        desk.test.clock.advance(seconds: 30)
        try await desk.store.apply(.deadline, to: call)
        #expect(try await desk.moments(noted.ticket).count == 3, "the missed call, too")
    }

    @Test func `a recording of no call is nobody's`() async throws {
        let desk = try await TalkDesk()
        #expect(try await desk.store.noteRecording("RE1", of: CallID(999), seconds: 3) == nil)
        #expect(try await desk.store.board(.first).counts.open == 0)
    }
}
