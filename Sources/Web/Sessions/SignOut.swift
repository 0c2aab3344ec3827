import Hummingbird

extension SessionRoutes {
    /// Ends the session and its sockets at once.
    @Sendable func signOut(_ request: Request, context: AppContext) async throws -> Response {
        try await endSession(of: request)
        var response = Response.redirect(to: Paths.signIn)
        response.headers.append(.init(name: .setCookie, value: cookies.endSession))
        return response
    }
}
