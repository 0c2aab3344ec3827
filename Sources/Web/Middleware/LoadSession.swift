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
        let found = try await cookies.session(of: request.head.headerFields, path: request.uri.path, in: store)
        guard let (hash, signedIn) = found else { return nil }
        if store.clock.now.seconds(since: signedIn.seenAt) >= SessionLife.touchInterval {
            try await store.touchSession(hash)
        }
        return signedIn
    }
}
