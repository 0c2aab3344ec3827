import Desk
import TestSupport
import Testing

@testable import Store

@Suite struct WrapUpStoreTests {
    @Test func `what is typed during the call is kept until the wrap-up is saved`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talk()
        #expect(try await desk.store.openWrapUp(of: desk.ana) == nil)
        let typed = try await desk.store.noteWrapUp("Broke\r\nat the \u{8}joint 球", of: call.key, by: desk.ana)
        #expect(typed == WrapUpChange(ticket: nil, isSaved: true, length: 20))
        let during = try #require(try await desk.store.openWrapUp(of: desk.ana))
        #expect(during.wrapUp.note == "Broke\nat the joint 球" && during.until == nil && during.with == "A visitor")
        try await desk.end(call)
        let after = try #require(try await desk.store.openWrapUp(of: desk.ana))
        #expect(after.wrapUp == during.wrapUp && after.call == call.key)
        #expect(after.until == desk.test.clock.now.adding(seconds: 60))
        #expect(try await desk.wrapUpUntil(desk.ana) == after.until)
    }

    @Test func `a note is cut where it is too long, and never refused`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talk()
        let long = String(repeating: "球", count: 10_001)
        #expect(try await desk.store.noteWrapUp(long, of: call.key, by: desk.ana)?.length == 10_000)
    }

    @Test func `who was only rung, and a key of no call, get nothing`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talk()
        for (key, agent) in [(call.key, desk.ben), ("x", desk.ana), ("", desk.ana)] {
            #expect(try await desk.store.noteWrapUp("x", of: key, by: agent) == nil)
            #expect(try await desk.store.saveWrapUp(try desk.draft(), of: key, by: agent) == nil)
            #expect(try await !desk.store.isOwnCall(key: key, of: agent))
        }
        #expect(try await desk.store.openWrapUp(of: desk.ben) == nil)
    }

    @Test func `an agent whose call nobody answered wraps it up, too`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        try await desk.store.openConnection("page", of: .ticket(ticket), tab: "page", server: "server")
        let id = try await desk.store.callPage(of: ticket, from: desk.ana, Dial(tab: "ana", ref: "d"))
        let call = try await desk.store.apply(.rejected(try await desk.leg(of: .customer, in: id)), to: id)
        try await desk.begin(call)
        #expect(try await desk.store.openWrapUp(of: desk.ana)?.with == "Robert Kane")
        #expect(try await desk.store.saveWrapUp(try desk.draft("No answer"), of: call.key, by: desk.ana) != nil)
    }

    // MARK: Saving

    @Test func `a saved wrap-up stands on the timeline once, and frees the agent`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await desk.talk(.ticket(ticket))
        try await desk.end(call)
        let change = try await desk.store.saveWrapUp(
            try desk.draft("Resolved", "Done.", "call-back"), of: call.key, by: desk.ana)
        #expect(change == WrapUpChange(ticket: ticket, isSaved: true, length: 5))
        let wrapUp = WrapUp(outcome: "Resolved", note: "Done.", followUp: .callBack)
        #expect(try await desk.moments(ticket).last == .wrapUp(wrapUp, by: "Ana Diaz"))
        #expect(try await desk.wrapUpUntil(desk.ana) == nil)
        #expect(try await desk.store.openWrapUp(of: desk.ana) == nil)

        let before = try await desk.store.ticket(ticket)
        let again = try await desk.store.saveWrapUp(
            try desk.draft("No answer", "Other.", "solved"), of: call.key, by: desk.ana)
        #expect(again?.isSaved == false)
        #expect(try await desk.store.noteWrapUp("Late", of: call.key, by: desk.ana)?.isSaved == false)
        #expect(try await desk.begin(call) == [])
        #expect(try await desk.wrapUpUntil(desk.ana) == nil)
        #expect(try await desk.store.ticket(ticket) == before)
    }

    @Test func `of fifty saves at once one counts`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await desk.talk(.ticket(ticket))
        try await desk.end(call)
        let saved = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let draft = try desk.draft("Resolved", "\(number)", "solved")
                    return try await desk.store.saveWrapUp(draft, of: call.key, by: desk.ana)?.isSaved == true
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(saved == 1)
        let kinds = try await desk.moments(ticket).suffix(2)
        #expect(kinds.last == .status(.solved, by: "Ana Diaz"))
        #expect(try await desk.store.board(.first).counts == BoardCounts(open: 0, pending: 0, solved: 1))
    }

    // MARK: The end of the time

    @Test func `what was typed when the time is over is on the timeline, and can still be finished`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let call = try await desk.talk(.ticket(ticket))
        _ = try await desk.store.noteWrapUp("Half a", of: call.key, by: desk.ana)
        try await desk.end(call)
        desk.test.clock.advance(seconds: 59)
        #expect(try await desk.store.endDueWrapUps() == EndedWrapUps(agents: [], tickets: []))
        desk.test.clock.advance(seconds: 1)
        #expect(try await desk.store.endDueWrapUps() == EndedWrapUps(agents: [desk.ana], tickets: [ticket]))
        #expect(try await desk.store.endDueWrapUps() == EndedWrapUps(agents: [], tickets: []))
        let count = try await desk.moments(ticket).count
        let unfinished = WrapUp(outcome: "", note: "Half a", followUp: .none)
        #expect(try await desk.moments(ticket).last == .wrapUp(unfinished, by: "Ana Diaz"))

        #expect(try await desk.store.noteWrapUp("Half a line", of: call.key, by: desk.ana)?.ticket == ticket)
        let late = WrapUp(outcome: "", note: "Half a line", followUp: .none)
        #expect(try await desk.moments(ticket).last == .wrapUp(late, by: "Ana Diaz"))
        #expect(try await desk.store.saveWrapUp(try desk.draft(), of: call.key, by: desk.ana)?.isSaved == true)
        #expect(try await desk.moments(ticket).last == .wrapUp(try desk.draft().wrapUp, by: "Ana Diaz"))
        #expect(try await desk.moments(ticket).count == count)
    }

    @Test func `where nothing was typed the time ends without a word`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        try await desk.end(try await desk.talk(.ticket(ticket)))
        let before = try await desk.moments(ticket)
        desk.test.clock.advance(seconds: 60)
        #expect(try await desk.store.endDueWrapUps() == EndedWrapUps(agents: [desk.ana], tickets: []))
        #expect(try await desk.moments(ticket) == before)
        #expect(try await desk.store.openWrapUp(of: desk.ana) == nil)
    }

    @Test func `without a time for it the agent is free at once, and what was typed waits`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talk()
        _ = try await desk.store.noteWrapUp("Typed", of: call.key, by: desk.ana)
        try await desk.end(call, seconds: 0)
        #expect(try await desk.wrapUpUntil(desk.ana) == nil)
        let open = try #require(try await desk.store.openWrapUp(of: desk.ana))
        #expect(open.until == nil && open.wrapUp.note == "Typed")
        desk.test.clock.advance(seconds: 3_600)
        #expect(try await desk.store.endDueWrapUps().agents == [])
        #expect(try await desk.store.openWrapUp(of: desk.ana) == open)
    }

    @Test func `the next call's wrap-up puts what was typed about the last one where it belongs`() async throws {
        let desk = try await TalkDesk()
        let ticket = try await desk.test.file().id
        let first = try await desk.talk(.ticket(ticket))
        _ = try await desk.store.noteWrapUp("First", of: first.key, by: desk.ana)
        try await desk.end(first, seconds: 0)
        let second = try await desk.talk(.visitor("visitor_2"))
        let hungUp = try await desk.leg(of: .customer, in: second.id)
        #expect(try await desk.store.step(.hungUp(hungUp), of: second.id).tickets == [ticket])
        try await desk.begin(second)
        #expect(try await desk.store.openWrapUp(of: desk.ana)?.call == second.key)
        let unfinished = WrapUp(outcome: "", note: "First", followUp: .none)
        #expect(try await desk.moments(ticket).last == .wrapUp(unfinished, by: "Ana Diaz"))
        // Finishing the first leaves the second its time.
        _ = try await desk.store.saveWrapUp(try desk.draft(), of: first.key, by: desk.ana)
        #expect(try await desk.wrapUpUntil(desk.ana) == desk.test.clock.now.adding(seconds: 60))
    }

    @Test func `a wrap-up without a ticket goes on the timeline of the one the call gets`() async throws {
        let desk = try await TalkDesk()
        let call = try await desk.talk(from: "+14158675309")
        try await desk.end(call)
        #expect(try await desk.store.openWrapUp(of: desk.ana)?.with == "+1 415-867-5309")
        let solved = try desk.draft("Resolved", "", "solved")
        #expect(try await desk.store.saveWrapUp(solved, of: call.key, by: desk.ana)?.ticket == nil)
        let ticket = try await desk.test.file().id
        #expect(try await desk.store.linkCall(call.key, to: ticket, by: desk.ana) == .linked)
        let told = try await desk.moments(ticket)
        #expect(told.suffix(2) == [.wrapUp(solved.wrapUp, by: "Ana Diaz"), .status(.solved, by: "Ana Diaz")])
        #expect(try await desk.store.linkCall(call.key, to: ticket, by: desk.ana) == .already)
        #expect(try await desk.moments(ticket) == told)
    }
}
