import Desk
import Foundation
import HTTPTypes
import Hummingbird

/// The headers that every answer carries; made once at start.
struct SecurityHeaders: RouterMiddleware {
    private let common: [HTTPField]
    /// Those of pages that load the telephone.
    private let telephone: [HTTPField]
    private let telephonePages: TelephonePages
    private let assetPrefix: String

    init(settings: DeskSettings, assetPrefix: String) {
        self.assetPrefix = assetPrefix
        common = Self.fields(settings, policy: Self.policy())
        telephonePages = TelephonePages(settings)
        telephone = settings.twilio.map { Self.fields(settings, policy: Self.policy(opening: $0)) } ?? common
    }

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let hasOwnCaching = response.headers[.cacheControl] != nil
        // Appended, which is cheap: no action sets one of these itself, as the headers' tests see on every route.
        response.headers.append(contentsOf: telephonePages.has(request.uri.path) ? telephone : common)
        if !hasOwnCaching {
            let isThere = response.status.kind == .successful || response.status == .notModified
            let isAsset = isThere && request.uri.path.hasPrefix(assetPrefix)
            response.headers[.cacheControl] = isAsset ? "public, max-age=31536000, immutable" : "no-store"
        }
        return response
    }

    private static func fields(_ settings: DeskSettings, policy: String) -> [HTTPField] {
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

    /// - Parameter account: pages that load its SDK may also speak to Twilio, and to nobody else.
    private static func policy(opening account: TwilioAccount? = nil) -> String {
        let scripts = ["script-src 'self'"] + (account?.scriptOrigins ?? [])
        let connections = ["connect-src 'self'"] + (account?.signallingOrigins ?? [])
        return [
            "default-src 'none'", scripts.joined(separator: " "), "style-src 'self'", "img-src 'self'",
            "font-src 'self'",
            connections.joined(separator: " "), "media-src 'self'", "form-action 'self'", "base-uri 'none'",
            "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types deskbell",
        ].joined(separator: "; ")
    }

    private static func field(_ name: String, _ value: String) -> HTTPField? {
        HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
    }
}

/// Which pages load the telephone: agents' ones, customers' only where their calls go over the carrier, too.
private struct TelephonePages: Sendable {
    private let forAgents: Bool
    private let forCustomers: Bool

    init(_ settings: DeskSettings) {
        forAgents = settings.twilio != nil
        forCustomers = forAgents && settings.browserCalls == .twilio
    }

    func has(_ path: String) -> Bool {
        if path == Paths.dashboard || path.hasPrefix(Paths.dashboard + "/") { return forAgents }
        return forCustomers && (path == Paths.home || path == Paths.tickets || path.hasPrefix("/t/"))
    }
}

extension TwilioAccount {
    /// Where the SDK itself comes from, if not from us.
    fileprivate var scriptOrigins: [String] {
        if case .url(let origin, _) = voiceSDK { [origin.text] } else { [] }
    }

    /// The hosts of Voice JavaScript SDK 2.x (https://www.twilio.com/docs/voice/sdks/javascript); what stands in for
    /// Twilio speaks where its script came from.
    fileprivate var signallingOrigins: [String] {
        let signalling = "wss://voice-js.\(edge ?? "roaming").twilio.com"
        let own = scriptOrigins.map { $0.replacingOccurrences(of: "http", with: "ws", options: .anchored) }
        return [signalling] + own + (insights ? ["https://eventgw.twilio.com", "https://eventgw.us1.twilio.com"] : [])
    }
}
