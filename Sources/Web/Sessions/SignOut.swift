import HTTPTypes
import Hummingbird

extension SessionRoutes {
    private static let clearSiteData = HTTPField.Name("Clear-Site-Data")

    /// Ends the session and its sockets at once.
    @Sendable func signOut(_ request: Request, context: AppContext) async throws -> Response {
        try await endSession(of: request)
        var response = Response.redirect(to: Paths.signIn)
        response.headers.append(.init(name: .setCookie, value: cookies.endSession))
        if let clear = Self.clearSiteData { response.headers[clear] = "\"cache\"" }
        return response
    }
}
