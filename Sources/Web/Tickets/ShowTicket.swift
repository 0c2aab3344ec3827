import Desk
import Hummingbird
import Store

extension TicketRoutes {
    /// How long after the filing the page says so, in seconds.
    private static let freshness: Int64 = 10 * 60

    @Sendable func showTicket(_ request: Request, context: AppContext) async throws -> Response {
        let key = context.parameters.get("key") ?? ""
        // The mark is older than what it vouches for.
        let mark = bus.mark
        guard let detail = try await store.ticket(key: key) else { throw Refusal.notFound }
        let now = store.clock.now
        let page = CustomerTicketPage(
            layout: views.publicLayout(title: "Ticket #\(detail.ticket.id)", page: "ticket", mark: mark),
            desk: DeskStateFragment(freeAgents: try await store.freeAgentCount()),
            ticket: CustomerTicketFragment(detail, now: now),
            isFresh: now.seconds(since: detail.ticket.filedAt) < Self.freshness)
        return views.response(page)
    }
}
