import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

extension TicketRoutes {
    @Sendable func showHome(_ request: Request, context: AppContext) async throws -> Response {
        let form = TicketFormView(submission: SecureRandom.token(bits: 128))
        return try await home(request, form: form, status: .ok)
    }

    /// The home page with this form; makes the visitor's cookie when there is none.
    func home(_ request: Request, form: TicketFormView, status: HTTPResponse.Status) async throws -> Response {
        let mark = bus.mark
        let own = try await ownTickets(request)
        let page = HomePage(
            layout: views.publicLayout(title: settings.name, page: "home", mark: mark, ownTickets: own.count),
            desk: DeskStateFragment(freeAgents: try await store.freeAgentCount()), form: form, own: own,
            now: store.clock.now)
        var response = views.response(page, status: status)
        if cookies.visitorIdentity(request.headers) == nil {
            response.headers.append(.init(name: .setCookie, value: cookies.newVisitor()))
        }
        return response
    }

    private func ownTickets(_ request: Request) async throws -> [OwnTicket] {
        guard let browser = cookies.browserHash(request.headers) else { return [] }
        return try await store.tickets(ofBrowser: browser)
    }
}
