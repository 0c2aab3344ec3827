import Desk
import HTTPTypes
import Hummingbird
import Store

extension DashboardRoutes {
    @Sendable func showDeskTicket(_ request: Request, context: AgentContext) async throws -> Response {
        try await deskTicket(try ticketID(context), note: FieldView(), status: .ok, context)
    }

    /// The ticket's page with this note in its form.
    func deskTicket(
        _ id: TicketID, note: FieldView, status: HTTPResponse.Status, _ context: AgentContext
    ) async throws -> Response {
        let mark = bus.mark
        guard let detail = try await store.ticket(id) else { throw Refusal.notFound }
        let page = DeskTicketPage(
            layout: views.deskLayout(title: "Ticket #\(id)", page: "desk-ticket", agent: context.agent, mark: mark),
            ticket: DetailFragment(detail, now: store.clock.now, byPhone: views.lines.reachesTelephones), note: note)
        return views.response(page, status: status)
    }
}
