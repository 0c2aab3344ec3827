import Desk
import Hummingbird
import Secrets
import Store

/// Signing in and out.
struct SessionRoutes: Sendable {
    let store: Store
    let bus: Bus
    let views: Views
    let cookies: DeskCookies
    let hasher: PasswordHasher
    let limiter: RateLimiter

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.signIn), use: showSignIn)
        router.post(.init(Paths.signIn), use: signIn)
        router.post(.init(Paths.signOut), use: signOut)
    }

    /// Opens a session and answers with its cookie; an old session of this browser ends.
    func begin(for agent: AgentID, _ request: Request, goTo path: String) async throws -> Response {
        let id = SecureRandom.bytes(32)
        try await store.openSession(Digest.sha256(id), for: agent)
        try await endSession(of: request)
        var response = Response.redirect(to: path)
        response.headers.append(.init(name: .setCookie, value: cookies.setSession(id)))
        return response
    }

    func endSession(of request: Request) async throws {
        if let hash = cookies.sessionHash(request.headers) { try await end(hash) }
    }

    func end(_ session: [UInt8]) async throws {
        try await store.endSession(session)
        bus.publish(.sessionEnded(session))
    }
}
