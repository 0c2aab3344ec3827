import Desk
import HTTPTypes
import Hummingbird
import Store

extension CallerRoutes {
    @Sendable func showMatches(_ request: Request, context: AgentContext) async throws -> Response {
        let key = context.parameters.get("key") ?? ""
        let mark = bus.mark
        let caller = try await caller(inCall: key, context)
        if let ticket = caller.ticket { return .redirect(to: Paths.deskTicket(ticket)) }
        if caller.caller != nil, caller.matches.isEmpty { return .redirect(to: Paths.newTicket(call: key)) }
        let page = CallerTicketsPage(
            layout: views.deskLayout(
                title: "Whose call is this?", page: "caller-tickets", agent: context.agent, mark: mark),
            key: key, caller: CallerFacts(caller), matches: caller.matches, now: store.clock.now)
        return views.response(page)
    }

    @Sendable func chooseTicket(_ request: Request, context: AgentContext) async throws -> Response {
        let key = context.parameters.get("key") ?? ""
        let caller = try await caller(inCall: key, context)
        guard let ticket = TicketID(text: try await PostedForm(request).value("ticket")) else {
            throw Self.noTicket
        }
        switch try await store.linkCall(key, to: ticket, by: context.agent.id) {
        case nil: throw Self.noTicket
        case .busy: throw Self.busy
        case .elsewhere(let other): throw Self.elsewhere(other)
        case .already: break
        case .linked: tell(caller.call, on: ticket)
        }
        return .redirect(to: Paths.deskTicket(ticket))
    }

    private static let noTicket = Refusal(
        status: .unprocessableContent, heading: "The call was not put on a ticket",
        words: "The field ticket must be the number of a ticket.")

    private static let busy = Refusal(
        status: .conflict, heading: "The call was not put on this ticket",
        words: "The ticket's customer is in another call now. Try again when that is over.")

    private static func elsewhere(_ ticket: TicketID) -> Refusal {
        Refusal(
            status: .conflict, heading: "The call was not put on this ticket",
            words: "It is on ticket #\(ticket) already.")
    }
}
