import HTTPTypes
import Hummingbird

/// The headers that every answer carries; made once at start.
struct SecurityHeaders: RouterMiddleware {
    private let common: [HTTPField]
    private let assetPrefix: String

    init(settings: DeskSettings, assetPrefix: String) {
        self.assetPrefix = assetPrefix
        common = Self.fields(settings)
    }

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let hasOwnCaching = response.headers[.cacheControl] != nil
        // Appended, which is cheap: no action sets one of these itself, as the headers' tests see on every route.
        response.headers.append(contentsOf: common)
        if !hasOwnCaching {
            let isThere = response.status.kind == .successful || response.status == .notModified
            let isAsset = isThere && request.uri.path.hasPrefix(assetPrefix)
            response.headers[.cacheControl] = isAsset ? "public, max-age=31536000, immutable" : "no-store"
        }
        return response
    }

    private static func fields(_ settings: DeskSettings) -> [HTTPField] {
        var fields = [
            field("Content-Security-Policy", policy),
            field("Referrer-Policy", "same-origin"),
            field("X-Content-Type-Options", "nosniff"),
            field("Cross-Origin-Opener-Policy", "same-origin"),
            field("Cross-Origin-Resource-Policy", "same-origin"),
            field("Cross-Origin-Embedder-Policy", "require-corp"),
            field(
                "Permissions-Policy",
                "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=()"),
        ]
        // Never for a certificate on localhost: browsers would refuse plain http there for a year.
        if settings.publicOrigin?.isSecure == true {
            fields.append(field("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
        }
        return fields.compactMap { $0 }
    }

    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
        "connect-src 'self'", "media-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types deskbell",
    ].joined(separator: "; ")

    private static func field(_ name: String, _ value: String) -> HTTPField? {
        HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
    }
}
