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
        let attempt = Attempt(
            username: try form.value("username"), password: try form.value("password"),
            next: Paths.safeReturn(try form.value("next")))
        if let refusal = throttle(attempt, context) { return self.refusal(refusal, attempt) }
        do {
            guard let agent = try await agent(attempt) else { return refused(attempt) }
            limiter.forget(.signIn(account: attempt.limitKey), from: context.clientAddress)
            return try await begin(for: agent, request, goTo: attempt.next)
        } catch PasswordHasherError.busy {
            return refusal(.tooMany(retryAfter: 2), attempt)
        } catch PasswordHasherError.unreadable {
            context.logger.error("stored password unreadable", metadata: ["account": .string(attempt.account)])
            return refused(attempt)
        }
    }

    private struct Attempt {
        let username: String
        let password: String
        let next: String

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

    private func refused(_ attempt: Attempt) -> Response {
        page(
            next: attempt.next, username: attempt.username, problem: "The user name or the password is wrong.",
            status: .unauthorized)
    }

    private func refusal(_ refusal: Refusal, _ attempt: Attempt) -> Response {
        let seconds = refusal.headers[.retryAfter] ?? "60"
        var response = page(
            next: attempt.next, username: attempt.username,
            problem: "Too many attempts. Try again in \(seconds) seconds.", status: refusal.status)
        response.headers[.retryAfter] = seconds
        return response
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
