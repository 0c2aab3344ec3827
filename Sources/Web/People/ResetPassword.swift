import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

extension PeopleRoutes {
    /// Ends every session of the agent, one's own too.
    @Sendable func resetPassword(_ request: Request, context: AdminContext) async throws -> Response {
        let id = try agentID(context)
        let password = try await PostedForm(request).value("password")
        if let problem = PasswordRules.problem(with: password) {
            var page = try await page(context)
            page.passwordProblem = (id, problem)
            return views.response(page, status: .unprocessableContent)
        }
        do {
            try await store.resetPassword(of: id, to: try await hasher.hash(password))
        } catch AgentChange.unknown {
            throw Refusal.notFound
        }
        bus.publish(.accessEnded(id))
        return answer(.password)
    }
}
