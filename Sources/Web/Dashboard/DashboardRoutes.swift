import Desk
import HTTPTypes
import Hummingbird
import Store

/// The agents' pages about tickets.
struct DashboardRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.dashboard), use: showBoard)
        router.get(.init(Paths.deskTicket), use: showDeskTicket)
        router.post(.init(Paths.ticketStatus), use: changeStatus)
        router.post(.init(Paths.ticketNotes), use: addNote)
    }

    /// The ticket in the address; a foreign, absent or misspelt id is the same 404.
    func ticketID(_ context: AgentContext) throws -> TicketID {
        guard let id = context.parameters.get("id").flatMap(TicketID.init(text:)) else { throw Refusal.notFound }
        return id
    }
}
