import Desk
import Hummingbird
import Secrets
import Store

/// Finds the agent whose session cookie came along, and notes that the session is in use.
struct LoadSession: RouterMiddleware {
    let store: Store
    let cookies: DeskCookies

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.signedIn = try await signedIn(request)
        return try await next(request, context)
    }

    private func signedIn(_ request: Request) async throws -> SignedIn? {
        guard let hash = cookies.sessionHash(request.head.headerFields),
            let signedIn = try await store.session(hash)
        else { return nil }
        if store.clock.now.seconds(since: signedIn.seenAt) >= SessionLife.touchInterval {
            try await store.touchSession(hash)
        }
        return signedIn
    }
}
