import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// `POST /token/generate`: an access token in Twilio's format for the page that asks; `GET /token` for other toolbars.
struct TokenRoutes: Sendable {
    let store: Store
    let cookies: DeskCookies
    let tokens: TokenLedger
    let limiter: RateLimiter

    /// Lives of tokens, in seconds.
    private static let agentLife = 15 * 60
    private static let customerLife = 5 * 60

    func add(to router: some RouterMethods<AppContext>) {
        router.post(.init(Paths.token), use: generate)
        router.get(.init(Paths.hostToken), use: hostToken)
    }

    /// `GET /token`: what the toolbars of Oracle's CTI guide fetch; the same token as on the dashboard.
    @Sendable func hostToken(_ request: Request, context: AppContext) async throws -> Response {
        do throws(Refusal) {
            try limiter.check(.token, from: context.clientAddress)
        } catch {
            return Self.refusal(error.status, error.words, headers: error.headers)
        }
        switch agent(context) {
        case .success(let holder):
            let token = try issue(holder).token
            return try Self.json(HostAnswer(identity: holder.identity, token: token), status: .ok)
        case .failure(let problem): return Self.refusal(problem.status, problem.words)
        }
    }

    private struct HostAnswer: Encodable {
        let identity: String
        let token: String
    }

    @Sendable func generate(_ request: Request, context: AppContext) async throws -> Response {
        do throws(Refusal) {
            try limiter.check(.token, from: context.clientAddress)
        } catch {
            return Self.refusal(error.status, error.words, headers: error.headers)
        }
        switch try await holder(of: try await Self.page(request), request, context) {
        case .success(let holder): return try token(for: holder)
        case .failure(let problem): return Self.refusal(problem.status, problem.words)
        }
    }

    // MARK: Who asks

    /// The identity a page's token carries, and what it allows.
    private struct Holder {
        let identity: String
        let incoming: Bool
        let life: Int
    }

    private struct Problem: Error {
        let status: HTTPResponse.Status
        let words: String
    }

    private func holder(
        of page: String, _ request: Request, _ context: AppContext
    ) async throws -> Result<Holder, Problem> {
        switch page {
        case Paths.dashboard: return agent(context)
        // A refused form leaves the home page at the address it was posted to.
        case "", Paths.home, Paths.tickets: return visitor(request)
        case _ where page.hasPrefix("/t/"): return try await customer(key: String(page.dropFirst(3)))
        default: return .failure(Problem(status: .badRequest, words: "The field page names no page with a phone."))
        }
    }

    private func agent(_ context: AppContext) -> Result<Holder, Problem> {
        guard context.signedIn != nil else {
            return .failure(Problem(status: .unauthorized, words: "Sign in first."))
        }
        return .success(Holder(identity: HuntGroup.identity, incoming: true, life: Self.agentLife))
    }

    private func visitor(_ request: Request) -> Result<Holder, Problem> {
        guard let identity = cookies.visitorIdentity(request.headers) else {
            return .failure(Problem(status: .forbidden, words: "Open the first page again, then call from there."))
        }
        return .success(Holder(identity: identity, incoming: false, life: Self.customerLife))
    }

    private func customer(key: String) async throws -> Result<Holder, Problem> {
        guard let ticket = try await store.ticketID(key: key) else {
            return .failure(Problem(status: .badRequest, words: "The field page names no ticket."))
        }
        return .success(Holder(identity: Identity.ticket(ticket), incoming: true, life: Self.customerLife))
    }

    /// The page that names itself in the form; no body counts as none.
    private static func page(_ request: Request) async throws -> String {
        guard request.headers[.contentType] != nil else { return "" }
        return try await PostedForm(request).value("page")
    }

    // MARK: Answers

    private struct Answer: Encodable {
        let token: String
        let identity: String
        let ttl: Int
    }

    private func issue(_ holder: Holder) throws -> TokenLedger.Issued {
        try tokens.issue(
            identity: holder.identity, incoming: holder.incoming, life: holder.life,
            isLimited: holder.identity != HuntGroup.identity)
    }

    private func token(for holder: Holder) throws -> Response {
        let issued = try issue(holder)
        let ttl = issued.expires - Int(store.clock.now.unixSeconds)
        return try Self.json(Answer(token: issued.token, identity: holder.identity, ttl: ttl), status: .ok)
    }

    private static func refusal(
        _ status: HTTPResponse.Status, _ words: String, headers: HTTPFields = [:]
    ) -> Response {
        var response = (try? json(["error": words], status: status)) ?? Response(status: status)
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    private static func json(_ value: some Encodable, status: HTTPResponse.Status) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(value))))
    }
}
