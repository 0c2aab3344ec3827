import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

/// The admins' page about agents. Every change takes effect at once.
struct PeopleRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views
    let hasher: PasswordHasher
    /// The country whose numbers need no country code.
    let region: String

    func add(to router: some RouterMethods<AdminContext>) {
        router.get(.init(Paths.people), use: showPeople)
        router.post(.init(Paths.people), use: addPerson)
        router.post(.init(Paths.disabling), use: disable)
        router.post(.init(Paths.enabling), use: enable)
        router.post(.init(Paths.password), use: resetPassword)
        router.post(.init(Paths.agentPhone), use: setPhone)
    }

    @Sendable func showPeople(_ request: Request, context: AdminContext) async throws -> Response {
        var page = try await page(context)
        page.saved = request.uri.queryParameters["saved"].flatMap { Saved(rawValue: String($0))?.words }
        return views.response(page)
    }

    /// What the page says after a change.
    enum Saved: String {
        case added, disabled, enabled, password, phone, noPhone

        var words: String {
            switch self {
            case .added: "The agent was added and can sign in now."
            case .disabled: "The agent was disabled and is signed out everywhere."
            case .enabled: "The agent can sign in again."
            case .password: "The new password is saved. The agent is signed out everywhere."
            case .phone: "The telephone is saved. The agent chooses when calls ring it."
            case .noPhone: "The agent takes calls in the browser alone now."
            }
        }
    }

    func answer(_ saved: Saved) -> Response { .redirect(to: "\(Paths.people)?saved=\(saved.rawValue)") }

    func page(_ context: AdminContext) async throws -> PeoplePage {
        PeoplePage(
            layout: views.deskLayout(
                title: "People", page: "people", agent: context.agent, mark: bus.mark, onTickets: false),
            agents: try await store.agents(), me: context.agent.id)
    }

    /// The agent in the address.
    func agentID(_ context: AdminContext) throws -> AgentID {
        guard let id = context.parameters.get("id").flatMap(AgentID.init(text:)) else { throw Refusal.notFound }
        return id
    }
}
