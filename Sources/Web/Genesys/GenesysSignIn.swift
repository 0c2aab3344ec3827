import Desk
import HTTPTypes
import Hummingbird
import Store
import Telephony

/// Where agents sign in at Genesys Cloud, and come back from there.
struct GenesysSignIn: Sendable {
    let cloud: CloudUpstream?
    let hub: GenesysHub?
    let settings: DeskSettings

    func add(to router: some RouterMethods<AgentContext>) {
        router.get(.init(Paths.genesysSignIn), use: leave)
        router.get(.init(Paths.genesysCallback), use: comeBack)
    }

    @Sendable func leave(_ request: Request, context: AgentContext) async throws -> Response {
        guard let cloud, let back = address(request) else { throw Refusal.notFound }
        let place = await cloud.signIns.begin(for: GenesysAgent(context.agent), back: back)
        return .redirect(to: place, type: .normal)
    }

    @Sendable func comeBack(_ request: Request, context: AgentContext) async throws -> Response {
        guard let cloud, let hub else { throw Refusal.notFound }
        let agent = GenesysAgent(context.agent)
        let query = request.uri.queryParameters
        guard let state = query["state"].map(String.init), let code = query["code"].map(String.init) else {
            throw Self.refused
        }
        do throws(GenesysError) {
            try await cloud.signIns.finish(state: state, code: code, for: agent)
        } catch {
            throw Self.refused
        }
        await hub.open(agent)
        return .redirect(to: Paths.dashboard, type: .normal)
    }

    /// Where Genesys Cloud sends people back to; it has to know this address letter by letter.
    private func address(_ request: Request) -> String? {
        settings.ownOrigin(host: request.head.authority).map { $0 + Paths.genesysCallback }
    }

    private static let refused = Refusal(
        status: .forbidden, heading: "Genesys did not sign you in",
        words: "Go back to the desk and try again. If it happens again, tell the people who run this desk.")
}
