import Desk
import Secrets

/// Somebody new as a form described them.
struct PersonForm: Sendable {
    let name: String
    let username: String
    let password: String
    let role: Role

    init(_ form: PostedForm, role: Role) throws {
        name = try form.value("name")
        username = try form.value("username")
        password = try form.value("password")
        self.role = role
    }

    var draft: Result<AgentDraft, AgentDraft.Problems> {
        var problems = AgentDraft.Problems()
        let draft = Result { () throws(AgentDraft.Problems) in
            try AgentDraft(username: username, name: name, role: role)
        }
        if case .failure(let found) = draft { problems = found }
        problems.password = PasswordRules.problem(with: password)
        return problems.isEmpty ? draft : .failure(problems)
    }

    func view(problems: AgentDraft.Problems) -> PersonFormView {
        PersonFormView(name: name, username: username, problems: problems)
    }
}
