import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Where the phone's form about a call that is over goes.
struct WrapUpRoutes: Sendable {
    let wrapUps: WrapUps

    func add(to router: some RouterMethods<AgentContext>) {
        router.post(.init(Paths.wrapUp), use: saveWrapUp)
    }

    @Sendable func saveWrapUp(_ request: Request, context: AgentContext) async throws -> Response {
        let call = context.parameters.get("key") ?? ""
        let agent = context.agent.id
        guard try await wrapUps.store.isOwnCall(key: call, of: agent) else { throw Refusal.notFound }
        let form = try await PostedForm(request)
        let (outcome, note, followUp) = (
            try form.value("outcome"), try form.value("note"), try form.value("follow_up")
        )
        let draft = Result { () throws(WrapUpDraft.Problem) in
            try WrapUpDraft(outcome: outcome, note: note, followUp: followUp, outcomes: wrapUps.outcomes)
        }
        switch draft {
        case .failure(let problem): return Self.response(problem)
        case .success(let draft):
            guard try await wrapUps.save(draft, of: call, by: agent) else { throw Refusal.notFound }
            return Response(status: .noContent)
        }
    }

    private static func response(_ problem: WrapUpDraft.Problem) -> Response {
        let body = JSONValue.object(["field": .string(problem.field.rawValue), "error": .string(problem.sentence)])
        return Response(
            status: .unprocessableContent, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: body.text)))
    }
}
