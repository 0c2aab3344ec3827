import Desk
import Hummingbird
import Store

extension DashboardRoutes {
    @Sendable func changeStatus(_ request: Request, context: AgentContext) async throws -> Response {
        let id = try ticketID(context)
        guard try await store.ticket(id) != nil else { throw Refusal.notFound }
        let word = try await PostedForm(request).value("status")
        guard let status = TicketStatus(rawValue: word) else { throw Self.unknownStatus }
        if try await store.changeStatus(of: id, to: status, by: context.agent.id) {
            bus.publish(.ticketChanged(id))
        }
        return .redirect(to: Paths.deskTicket(id))
    }

    private static let unknownStatus = Refusal(
        status: .unprocessableContent, heading: "The status was not changed",
        words: "The field status must be open, pending or solved.")
}
