import Desk
import Store
import Synchronization
import TestSupport
import Testing

@testable import Web

/// A page says where the desk stood before its content was read: what changed since reaches it by its socket.
@Suite struct PageMarkTests {
    /// Counts the reads and moves the desk on after each of them.
    private func moving(_ path: (TestDesk) async throws -> String, by agent: AgentID?) async throws -> (
        page: String, before: [String]
    ) {
        let (desk, database) = try await TestDesk.scripted()
        let path = try await path(desk)
        let browser = if let agent { try await desk.browser(of: agent) } else { desk.stranger() }
        let bus = desk.parts.bus
        let marks = Mutex([bus.mark])
        database.afterReads {
            bus.publish(.availability)
            marks.withLock { $0.append(bus.mark) }
        }
        let answer = try await browser.get(path)
        #expect(answer.status == 200)
        return (try answer.mark.orThrow("no mark"), marks.withLock { $0 })
    }

    @Test func `the first page's mark is older than all it shows`() async throws {
        let (mark, before) = try await moving({ _ in "/" }, by: nil)
        #expect(mark == before[0])
    }

    @Test func `a customer's ticket page is marked before the ticket is read`() async throws {
        let (mark, before) = try await moving({ "/t/\(try await $0.customer().ticket.ticket.key)" }, by: nil)
        #expect(mark == before[0])
    }

    @Test(arguments: ["/dashboard", "/dashboard/people", "/dashboard/doctor"])
    func `an agent's page is marked after the session was found and before the rest is read`(path: String) async throws
    {
        let (mark, before) = try await moving({ _ in path }, by: AgentID(3))
        #expect(before.prefix(2).contains(mark))
    }

    @Test func `an agent's ticket page is marked before the ticket is read`() async throws {
        let (mark, before) = try await moving(
            {
                _ = try await $0.customer()
                return "/dashboard/tickets/1"
            }, by: AgentID(1))
        #expect(before.prefix(2).contains(mark))
    }

    // MARK: The mark itself

    static let changes: [(BusEvent, Bool)] = [
        (.ticketFiled(TicketID(1)), true), (.ticketChanged(TicketID(1)), true), (.presence(AgentID(1)), true),
        (.availability, true), (.call(CallID(1)), false), (.sessionEnded([1]), false),
        (.accessEnded(AgentID(1)), false),
        (.signal(CallSignal(call: CallID(1), callKey: "k", from: LegID(1), to: LegID(2), data: "{}")), false),
        (.muted(.agent(AgentID(1)), callKey: "k", true), false),
    ]

    @Test(arguments: changes) func `what may change a page moves the mark, what does not leaves it`(
        event: BusEvent, moves: Bool
    ) {
        let bus = Bus()
        let before = bus.mark
        bus.publish(event)
        #expect((bus.mark != before) == moves)
        #expect(bus.mark == bus.mark)
    }

    @Test func `two servers, or one before and after a restart, have no mark in common`() {
        #expect(Set((0..<100).map { _ in Bus().mark }).count == 100)
    }

    @Test func `a mark stands in every page with a socket and needs no escaping`() async throws {
        let desk = try await TestDesk()
        let mark = try await desk.stranger().get("/").mark
        #expect(mark == desk.parts.bus.mark)
        #expect(mark?.wholeMatch(of: #/[A-Za-z0-9_-]+/#) != nil)
    }
}
