import Desk
import HTTPTypes
import Hummingbird
import Logging
import Secrets
import Store

extension SessionRoutes {
    @Sendable func showSignIn(_ request: Request, context: AppContext) async throws -> Response {
        let next = Paths.safeReturn(request.uri.queryParameters["next"].map { String($0) })
        guard context.signedIn == nil else { return .redirect(to: next) }
        return page(next: next)
    }

    @Sendable func signIn(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await PostedForm(request)
        let username = try form.value("username")
        let next = Paths.safeReturn(try form.value("next"))
        switch try await check(username: username, password: try form.value("password"), context) {
        case .signedIn(let agent): return try await begin(for: agent, request, goTo: next)
        case .refused(let problem):
            var response = page(next: next, username: username, problem: problem.words, status: problem.status)
            for field in problem.headers { response.headers[field.name] = field.value }
            return response
        }
    }

    /// What came of a name and a password.
    enum Outcome {
        case signedIn(AgentID)
        /// With words for the form.
        case refused(Refusal)
    }

    func check(username: String, password: String, _ context: AppContext) async throws -> Outcome {
        let attempt = Attempt(username: username, password: password)
        if let refusal = throttle(attempt, context) { return .refused(Self.inForm(refusal)) }
        do {
            guard let agent = try await agent(attempt) else { return .refused(Self.wrong) }
            limiter.forget(.signIn(account: attempt.limitKey), from: context.clientAddress)
            return .signedIn(agent)
        } catch PasswordHasherError.busy {
            return .refused(Self.inForm(.tooMany(retryAfter: 2)))
        } catch PasswordHasherError.unreadable {
            context.logger.error("stored password unreadable", metadata: ["account": .string(attempt.account)])
            return .refused(Self.wrong)
        }
    }

    private struct Attempt {
        let username: String
        let password: String

        var account: String { AgentDraft.folded(username) }
        /// No longer than a name can be: what is typed stays in memory for a while.
        var limitKey: String {
            String(String.UnicodeScalarView(account.unicodeScalars.prefix(AgentDraft.usernameLimit)))
        }
    }

    private func throttle(_ attempt: Attempt, _ context: AppContext) -> Refusal? {
        do throws(Refusal) {
            try limiter.check(.signInAnywhere, from: context.clientAddress)
            try limiter.check(.signIn(account: attempt.limitKey), from: context.clientAddress)
            return nil
        } catch {
            return error
        }
    }

    /// The agent whose name and password these are. Unknown and disabled names cost the same time as wrong passwords.
    private func agent(_ attempt: Attempt) async throws -> AgentID? {
        let login = try await store.login(username: attempt.account)
        let usable = login.flatMap { $0.agent.isDisabled ? nil : $0 }
        let isRight = try await hasher.verify(attempt.password, against: usable?.password)
        return isRight ? usable?.agent.id : nil
    }

    private static let wrong = Refusal(
        status: .unauthorized, heading: "Sign in", words: "The user name or the password is wrong.")

    private static func inForm(_ refusal: Refusal) -> Refusal {
        let seconds = refusal.headers[.retryAfter] ?? "60"
        return Refusal(
            status: refusal.status, heading: refusal.heading,
            words: "Too many attempts. Try again in \(seconds) seconds.", headers: [.retryAfter: seconds])
    }

    private func page(
        next: String, username: String = "", problem: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        views.response(
            SignInPage(
                layout: views.publicLayout(title: "Sign in", page: "sign-in"), next: next, username: username,
                problem: problem),
            status: status)
    }
}
