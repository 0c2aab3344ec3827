import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

extension PeopleRoutes {
    @Sendable func addPerson(_ request: Request, context: AdminContext) async throws -> Response {
        let form = try await PostedForm(request)
        let role: Role = try form.value("role") == Role.admin.rawValue ? .admin : .agent
        let person = try PersonForm(form, role: role)
        switch person.draft {
        case .failure(let problems): return try await again(person, problems, context)
        case .success(let draft): return try await add(draft, person, context)
        }
    }

    private func add(_ draft: AgentDraft, _ person: PersonForm, _ context: AdminContext) async throws -> Response {
        let password = try await hasher.hash(person.password)
        do {
            _ = try await store.add(draft, password: password)
            return answer(.added)
        } catch AgentChange.usernameTaken {
            return try await again(person, .init(username: "Somebody has this user name already."), context)
        }
    }

    private func again(
        _ person: PersonForm, _ problems: AgentDraft.Problems, _ context: AdminContext
    ) async throws -> Response {
        var page = try await page(context)
        page.form = person.view(problems: problems)
        page.formIsAdmin = person.role == .admin
        return views.response(page, status: .unprocessableContent)
    }
}
