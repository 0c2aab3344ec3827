import HTTPTypes
import Hummingbird

/// Puts the client's own address into the context where a proxy of ours passed the request on.
struct ClientAddresses: RouterMiddleware {
    let trusted: TrustedProxies

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard let name = Self.forwardedFor, trusted != .none else { return try await next(request, context) }
        var context = context
        context.clientAddress = trusted.client(
            peer: context.clientAddress, forwardedFor: request.headers[values: name])
        return try await next(request, context)
    }
}
