import Desk
import HTTPTypes
import Hummingbird
import Store

/// Where an agent's calls ring: this browser or their telephone.
struct OwnPhoneRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.ownPhone), use: showOwnPhone)
        router.post(.init(Paths.ownPhone), use: takeCalls)
    }

    @Sendable func showOwnPhone(_ request: Request, context: AgentContext) async throws -> Response {
        views.response(try page(context, saved: request.uri.queryParameters["saved"] != nil))
    }

    @Sendable func takeCalls(_ request: Request, context: AgentContext) async throws -> Response {
        _ = try phone(of: context.agent)
        let place = try await PostedForm(request).value("on")
        guard ["browser", "phone"].contains(place) else {
            var page = try page(context)
            page.problem = "Choose one of the two."
            return views.response(page, status: .unprocessableContent)
        }
        try await store.takeCalls(onPhone: place == "phone", agent: context.agent.id)
        bus.publish(.presence(context.agent.id))
        bus.publish(.availability)
        return .redirect(to: Paths.ownPhone + "?saved=1")
    }

    private func page(_ context: AgentContext, saved: Bool = false) throws -> OwnPhonePage {
        OwnPhonePage(
            layout: views.deskLayout(
                title: "Take calls on", page: "own-phone", agent: context.agent, mark: bus.mark),
            phone: try phone(of: context.agent), ringsPhone: context.agent.ringsPhone, saved: saved)
    }

    /// Without a telephone line, or a telephone, there is nothing to choose.
    private func phone(of agent: Agent) throws -> PhoneNumber {
        guard views.hasPhoneLine, let phone = agent.phone else { throw Refusal.notFound }
        return phone
    }
}
