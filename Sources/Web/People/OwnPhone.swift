import Desk
import HTTPTypes
import Hummingbird
import Store

/// What an agent takes calls on: the line, and where calls ring, this browser or their telephone.
struct OwnPhoneRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views

    /// What was chosen of what there is to choose.
    private struct Choice {
        let line: LineName?
        let ringsPhone: Bool?
    }

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.ownPhone), use: showOwnPhone)
        router.post(.init(Paths.ownPhone), use: takeCalls)
    }

    @Sendable func showOwnPhone(_ request: Request, context: AgentContext) async throws -> Response {
        views.response(try page(context, saved: request.uri.queryParameters["saved"] != nil))
    }

    @Sendable func takeCalls(_ request: Request, context: AgentContext) async throws -> Response {
        var page = try page(context)
        guard let choice = try choice(of: try await PostedForm(request), context.agent) else {
            page.problem = views.lines.isChoice ? "Choose one of each." : "Choose one of the two."
            return views.response(page, status: .unprocessableContent)
        }
        let agent = context.agent.id
        if let line = choice.line { try await store.chooseLine(line, for: agent) }
        if let ringsPhone = choice.ringsPhone { try await store.takeCalls(onPhone: ringsPhone, agent: agent) }
        bus.publish(.presence(agent))
        bus.publish(.availability)
        return .redirect(to: Paths.ownPhone + "?saved=1")
    }

    /// Nil where something was to be chosen and is not.
    private func choice(of form: PostedForm, _ agent: Agent) throws -> Choice? {
        let line = LineName(rawValue: try form.value("line")).flatMap { views.lines.offered.contains($0) ? $0 : nil }
        let place = ["browser": false, "phone": true][try form.value("on")]
        if views.lines.isChoice, line == nil { return nil }
        if views.rings(agent), place == nil { return nil }
        return Choice(line: views.lines.isChoice ? line : nil, ringsPhone: views.rings(agent) ? place : nil)
    }

    /// With one line, and without a telephone that it could ring, there is nothing to choose.
    private func page(_ context: AgentContext, saved: Bool = false) throws -> OwnPhonePage {
        let agent = context.agent
        guard views.lines.isChoice || views.rings(agent) else { throw Refusal.notFound }
        return OwnPhonePage(
            layout: views.deskLayout(title: "Take calls on", page: "own-phone", agent: agent, mark: bus.mark),
            lines: views.lines.isChoice ? views.lines.offered : [], line: views.lines.line(of: agent),
            phone: views.rings(agent) ? agent.phone : nil, ringsPhone: agent.ringsPhone, saved: saved)
    }
}
