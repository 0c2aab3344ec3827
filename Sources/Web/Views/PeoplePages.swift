import Desk
import Mustache

struct SignInPage: Page, Sendable {
    static let template = "sessions/sign-in"
    let layout: Layout
    let next: String
    var username = ""
    var problem: String?

    var value: MustacheValue {
        [
            "layout": layout.value, "action": .text(Paths.signIn), "next": .text(next), "username": .text(username),
            "problem": .optional(problem),
        ]
    }

    static var samples: [SignInPage] {
        [nil, "Wrong."].map { SignInPage(layout: .sample, next: "/dashboard", username: "ana", problem: $0) }
    }
}

/// The fields of somebody new.
struct PersonFormView: Sendable {
    var name = FieldView()
    var username = FieldView()
    var password: String?

    init() {}

    init(name: String, username: String, problems: AgentDraft.Problems) {
        self.name = FieldView(typed: name, error: problems.name)
        self.username = FieldView(typed: username, error: problems.username)
        password = problems.password
    }

    var fields: [String: MustacheValue] {
        [
            "name": name.value, "username": username.value,
            // A password is never sent back.
            "password": FieldView(error: password).value,
        ]
    }

    static let samples = [
        PersonFormView(),
        PersonFormView(
            name: "x", username: "x",
            problems: {
                var problems = AgentDraft.Problems(username: "Wrong.")
                problems.name = "Wrong."
                problems.password = "Wrong."
                return problems
            }()),
    ]
}

struct SetupPage: Page, Sendable {
    static let template = "people/setup"
    let layout: Layout
    let code: String
    var form = PersonFormView()
    var problem: String?

    var value: MustacheValue {
        .object(
            form.fields.merging(
                [
                    "layout": layout.value, "action": .text(Paths.setup), "code": .text(code),
                    "problem": .optional(problem),
                ], uniquingKeysWith: { $1 }))
    }

    static var samples: [SetupPage] {
        PersonFormView.samples.map { SetupPage(layout: .sample, code: "c", form: $0, problem: $0.password) }
    }
}

struct PeoplePage: Page, Sendable {
    static let template = "people/index"
    let layout: Layout
    let agents: [Agent]
    let me: AgentID
    var form = PersonFormView()
    var formIsAdmin = false
    var passwordProblem: (agent: AgentID, words: String)?
    var phoneProblem: (agent: AgentID, field: FieldView)?
    var saved: String?

    var value: MustacheValue {
        [
            "layout": layout.value, "agents": .list(agents.map(person)), "saved": .optional(saved),
            "form": .object(
                form.fields.merging(
                    ["action": .text(Paths.people), "isAdmin": .flag(formIsAdmin)], uniquingKeysWith: { $1 })),
        ]
    }

    private func person(_ agent: Agent) -> MustacheValue {
        [
            "id": .text(agent.id.description), "name": .text(agent.name), "username": .text(agent.username),
            "roleWord": .text(agent.role.word), "presenceWord": .text(agent.presence.word),
            "isDisabled": .flag(agent.isDisabled), "isYou": .flag(agent.id == me),
            "disableAction": .text(Paths.disabling(agent.id)), "enableAction": .text(Paths.enabling(agent.id)),
            "passwordAction": .text(Paths.password(of: agent.id)),
            "passwordError": .optional(passwordProblem?.agent == agent.id ? passwordProblem?.words : nil),
            "phoneAction": .text(Paths.phone(of: agent.id)), "phoneNumber": .text(phoneField(of: agent).typed),
            "phoneError": .optional(phoneField(of: agent).error),
        ]
    }

    private func phoneField(of agent: Agent) -> FieldView {
        if let phoneProblem, phoneProblem.agent == agent.id { return phoneProblem.field }
        return FieldView(typed: agent.phone?.international ?? "")
    }

    static var samples: [PeoplePage] {
        let agents = [1, 2].map { number in
            Agent(
                id: AgentID(number), username: "ana", name: "Ana Diaz", role: .admin, isDisabled: number == 2)
        }
        return [
            PeoplePage(layout: .agentSample, agents: agents, me: AgentID(1), saved: "Saved."),
            PeoplePage(
                layout: .agentSample, agents: agents, me: AgentID(3), form: PersonFormView.samples[1],
                formIsAdmin: true, passwordProblem: (AgentID(1), "Wrong."),
                phoneProblem: (AgentID(1), FieldView(typed: "x", error: "Wrong."))),
        ]
    }
}

/// What an agent takes calls on: a line, and where calls ring.
struct OwnPhonePage: Page, Sendable {
    static let template = "people/own-phone"
    let layout: Layout
    /// Nothing where there is nothing to choose.
    var lines: [LineName] = []
    let line: LineName
    /// The telephone that can ring; nil where none can.
    let phone: PhoneNumber?
    let ringsPhone: Bool
    var saved = false
    var problem: String?

    var value: MustacheValue {
        [
            "layout": layout.value, "action": .text(Paths.ownPhone), "problem": .optional(problem),
            "saved": .optional(saved ? words : nil),
            "lines": lines.isEmpty ? .absent : ["list": .list(lines.map(choice))],
            "phone": phone.map { ["number": .text($0.international), "ringsPhone": .flag(ringsPhone)] } ?? .absent,
        ]
    }

    private func choice(_ line: LineName) -> MustacheValue {
        [
            "id": .text("line-" + line.rawValue), "name": .text(line.rawValue), "words": .text(line.words),
            "purpose": .text(line.purpose), "purposeId": .text("line-" + line.rawValue + "-purpose"),
            "isChosen": .flag(line == self.line),
        ]
    }

    private var words: String {
        let place = ringsPhone ? "Calls ring your telephone while you are available." : "Calls ring in this browser."
        let chosen = "Your line is \(line.words)."
        return lines.isEmpty ? place : phone == nil ? chosen : chosen + " " + place
    }

    static var samples: [OwnPhonePage] {
        guard let phone = Ticket.sample?.phone else { return [] }
        return [true, false].map {
            OwnPhonePage(
                layout: .agentSample, lines: $0 ? LineName.allCases : [], line: .embedded, phone: $0 ? phone : nil,
                ringsPhone: $0, saved: $0, problem: $0 ? nil : "Wrong.")
        }
    }
}
