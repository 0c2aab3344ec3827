import Desk
import HTTPTypes
import Hummingbird
import Store

extension PeopleRoutes {
    /// Ends the agent's sessions and sockets; the last admin cannot be disabled.
    @Sendable func disable(_ request: Request, context: AdminContext) async throws -> Response {
        let id = try agentID(context)
        do {
            try await store.disable(id)
        } catch AgentChange.lastAdmin {
            throw Refusal(
                status: .conflict, heading: "Nobody was disabled",
                words: "This agent is disabled already, or is the last admin of the desk.")
        } catch AgentChange.unknown {
            throw Refusal.notFound
        }
        bus.publish(.accessEnded(id))
        bus.publish(.availability)
        return answer(.disabled)
    }

    @Sendable func enable(_ request: Request, context: AdminContext) async throws -> Response {
        do {
            try await store.enable(try agentID(context))
        } catch AgentChange.unknown {
            throw Refusal.notFound
        }
        return answer(.enabled)
    }
}
