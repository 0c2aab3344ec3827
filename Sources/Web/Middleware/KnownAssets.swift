import Hummingbird

/// Below the assets' address only files exist: no folders, no other spellings of a path.
struct KnownAssets: RouterMiddleware {
    let assets: Assets

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard !path.hasPrefix("/assets/") || assets.has(path) else { throw Refusal.notFound }
        return try await next(request, context)
    }
}
