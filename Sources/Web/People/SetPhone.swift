import Desk
import HTTPTypes
import Hummingbird
import Store

extension PeopleRoutes {
    /// Sets or takes away the telephone on which an agent can take calls.
    @Sendable func setPhone(_ request: Request, context: AdminContext) async throws -> Response {
        let id = try agentID(context)
        guard try await store.agents().contains(where: { $0.id == id }) else { throw Refusal.notFound }
        let typed = try await PostedForm(request).value("phone_number")
        let phone = Result { () throws(PhoneNumberProblem) in try Self.phone(typed, region: region) }
        switch phone {
        case .success(let phone): return try await save(phone, of: id)
        case .failure(let problem):
            var page = try await page(context)
            page.phoneProblem = (id, FieldView(typed: typed, error: problem.sentence))
            return views.response(page, status: .unprocessableContent)
        }
    }

    private func save(_ phone: PhoneNumber?, of agent: AgentID) async throws -> Response {
        do {
            try await store.setPhone(phone, of: agent)
        } catch AgentChange.unknown {
            throw Refusal.notFound
        }
        bus.publish(.presence(agent))
        bus.publish(.availability)
        return answer(phone == nil ? .noPhone : .phone)
    }

    /// An empty field takes the telephone away.
    private static func phone(_ typed: String, region: String) throws(PhoneNumberProblem) -> PhoneNumber? {
        do throws(PhoneNumberProblem) {
            return try PhoneNumber.parse(typed, region: region)
        } catch .empty {
            return nil
        }
    }
}
