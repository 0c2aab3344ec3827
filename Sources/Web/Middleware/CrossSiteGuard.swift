import HTTPTypes
import Hummingbird

/// Refuses what another site makes a browser send, before a body is read: Fetch Metadata, else Origin, else no cookie.
struct CrossSiteGuard: RouterMiddleware {
    let settings: DeskSettings

    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        switch request.method {
        case .get, .head, .options: break
        case .post:
            guard Self.isSigned(request.uri.path) || isOwn(request.head) else { throw Refusal.foreignForm }
        default: throw Refusal.wrongMethod
        }
        return try await next(request, context)
    }

    /// Webhooks carry a signature instead; cookies mean nothing to them.
    private static func isSigned(_ path: String) -> Bool { Paths.isWebhook(path) }

    private func isOwn(_ head: HTTPRequest) -> Bool {
        let headers = head.headerFields
        if let name = Self.fetchSite, let site = headers[name] { return site == "same-origin" || site == "none" }
        if let origin = headers[.origin] { return origin == settings.ownOrigin(host: head.authority) }
        return headers[.cookie] == nil
    }
}
