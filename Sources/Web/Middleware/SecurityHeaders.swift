import Desk
import HTTPTypes
import Hummingbird

/// The headers that every answer carries; made once at start, for each kind of page.
struct SecurityHeaders: RouterMiddleware {
    private let pages: PageClasses
    private let common: [HTTPField]
    private let desk: [HTTPField]
    private let toolbar: [HTTPField]
    private let customers: [HTTPField]
    private let shared: [HTTPField]
    private let assetPrefix: String

    init(settings: DeskSettings, assetPrefix: String) {
        self.assetPrefix = assetPrefix
        pages = PageClasses(settings, assetPrefix: assetPrefix)
        let staysSecure = settings.publicOrigin?.isSecure == true
        common = PagePolicy().fields(staysSecure: staysSecure)
        desk = PagePolicy.desk(settings).fields(staysSecure: staysSecure)
        toolbar = PagePolicy.toolbar(settings).fields(staysSecure: staysSecure)
        customers = PagePolicy.customer(settings).fields(staysSecure: staysSecure)
        shared = PagePolicy.shared.fields(staysSecure: staysSecure)
    }

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let hasOwnCaching = response.headers[.cacheControl] != nil
        // Appended, which is cheap: no action sets one of these itself, as the headers' tests see on every route.
        response.headers.append(contentsOf: fields(for: request.uri.path))
        if !hasOwnCaching {
            let isThere = response.status.kind == .successful || response.status == .notModified
            let isAsset = isThere && request.uri.path.hasPrefix(assetPrefix)
            response.headers[.cacheControl] = isAsset ? "public, max-age=31536000, immutable" : "no-store"
        }
        return response
    }

    private func fields(for path: String) -> [HTTPField] {
        switch pages.page(at: path) {
        case .desk: desk
        case .toolbar: toolbar
        case .customer: customers
        case .shared: shared
        case .other: common
        }
    }
}

/// Which pages have a telephone, and which files other sites may load.
private struct PageClasses: Sendable {
    enum Page { case desk, toolbar, customer, shared, other }

    private let sharedPrefix: String
    /// Where customers' calls go over the carrier, too.
    private let customersLoadTelephone: Bool

    init(_ settings: DeskSettings, assetPrefix: String) {
        sharedPrefix = assetPrefix + "js/hosting/"
        customersLoadTelephone = settings.twilio != nil && settings.browserCalls == .twilio
    }

    func page(at path: String) -> Page {
        if Self.isAt(Paths.dashboard, path) { return .desk }
        if Self.isAt(Paths.toolbar, path) { return .toolbar }
        if path.hasPrefix(sharedPrefix) { return .shared }
        let isCustomers = path == Paths.home || path == Paths.tickets || path.hasPrefix("/t/")
        return customersLoadTelephone && isCustomers ? .customer : .other
    }

    private static func isAt(_ place: String, _ path: String) -> Bool {
        path == place || path.hasPrefix(place + "/")
    }
}
