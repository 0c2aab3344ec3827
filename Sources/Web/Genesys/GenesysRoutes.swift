import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Telephony

/// The CTI guide's contract, as the agents' pages speak it with the desk.
struct GenesysRoutes: Sendable {
    let store: Store
    let hub: GenesysHub?

    func add(to router: some RouterMethods<AgentContext>) {
        router.post(.init(Paths.genesysEvents), use: command)
        router.get(.init(Paths.genesysSocket), use: noSocket)
    }

    @Sendable func command(_ request: Request, context: AgentContext) async throws -> Response {
        guard let hub else { throw Refusal.notFound }
        guard Self.isJSON(request.headers[.contentType]) else {
            return GenesysReply(status: 415, words: "Send it as application/json.").response
        }
        let body = try await PostedForm.bytes(of: request, limit: GenesysRequest.largestBody)
        guard let json = JSONValue(Array(body.readableBytesView)), json.object != nil else {
            return GenesysReply(status: 400, words: "The body is no JSON object.").response
        }
        let whole = try await named(json)
        do throws(GenesysRequest.Problem) {
            let asked = try GenesysRequest(whole)
            return await hub.perform(asked, by: GenesysAgent(context.agent)).response
        } catch {
            return GenesysReply(error).response
        }
    }

    /// Pages name a colleague; Genesys rings the telephone that was noted for them, else their user name.
    private func named(_ json: JSONValue) async throws -> JSONValue {
        guard var members = json.object, members["toNumber"] == nil,
            let number = members.removeValue(forKey: "toAgent")?.integer,
            let asked = try await store.agents().first(where: { $0.id.number == Int64(number) && !$0.isDisabled })
        else { return json }
        members["toNumber"] = .string(asked.phone?.e164 ?? asked.username)
        return .object(members)
    }

    /// What is answered where no socket was opened.
    @Sendable func noSocket(_ request: Request, context: AgentContext) async throws -> Response {
        guard hub != nil else { throw Refusal.notFound }
        guard request.headers[.upgrade] != nil else { throw LiveRoutes.noUpgrade }
        throw LiveRoutes.refused
    }

    private static func isJSON(_ contentType: String?) -> Bool {
        guard let type = contentType?.split(separator: ";", maxSplits: 1).first else { return false }
        return type.lowercased().filter { $0 != " " } == "application/json"
    }
}

extension GenesysAgent {
    /// Under the user name of the desk.
    init(_ agent: Agent) { self.init(id: agent.id, name: agent.username) }
}
