import Desk
import HTTPTypes
import Hummingbird
import Store

/// Where an agent asks for a second one; the call is found by who asks.
struct ConsultRoutes: Sendable {
    let store: Store
    let switchboard: Switchboard

    func add(to router: some RouterMethods<AgentContext>) {
        router.post(.init(Paths.consultCall), use: consult)
    }

    @Sendable func consult(_ request: Request, context: AgentContext) async throws -> Response {
        guard context.parameters.get("id").flatMap(AgentID.init(text:)) == context.agent.id else {
            throw Refusal.notFound
        }
        guard let asked = AgentID(text: try await PostedForm(request).value("to")) else { throw Self.unknownColleague }
        let own = Person.agent(context.agent.id)
        let talks = try await store.runningCalls(of: own).first { $0.leg(of: own)?.state.isConnected == true }
        guard let talks else { throw Self.noCall }
        do {
            try await switchboard.consult(asked, in: talks.call.key, by: own)
        } catch is DialRefusal {
            throw Self.notReachable
        } catch is CallMachine.Refusal {
            throw Self.noCall
        }
        return Response(status: .noContent)
    }

    private static let unknownColleague = Refusal(
        status: .unprocessableContent, heading: "Nobody was called", words: "The field to must be an agent's number.")

    private static let noCall = Refusal(
        status: .conflict, heading: "Nobody was called", words: "You are in no call in which you can ask somebody.")

    private static let notReachable = Refusal(
        status: .conflict, heading: "Nobody was called",
        words: "They are in a call, or not signed in. Choose somebody else.")
}
