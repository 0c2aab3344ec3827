import Desk
import HTTPTypes
import Hummingbird
import Store

/// The pages that put a call on its ticket, one of those there are or a new one.
struct CallerRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views
    let region: String

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.callTickets), use: showMatches)
        router.post(.init(Paths.callTickets), use: chooseTicket)
        router.get(.init(Paths.newTicket), use: showNewTicket)
        router.post(.init(Paths.newTicket), use: fileNewTicket)
    }

    /// A call is on a ticket from now on.
    func tell(_ call: CallID, on ticket: TicketID) {
        bus.publish(.ticketChanged(ticket))
        bus.publish(.call(call))
    }

    /// The caller in a call of the agent's.
    func caller(inCall key: String, _ context: AgentContext) async throws -> CallerView {
        guard let caller = try await store.caller(inCall: key, of: context.agent.id) else { throw Refusal.notFound }
        return caller
    }
}
