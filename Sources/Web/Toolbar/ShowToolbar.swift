import Desk
import HTTPTypes
import Hummingbird
import Store

/// The media toolbar, which lives in a frame of Oracle Fusion, of our own dashboard, or alone.
struct ToolbarRoutes: Sendable {
    let views: Views
    let settings: DeskSettings
    let bus: Bus
    let sessions: SessionRoutes

    func add(to router: some RouterMethods<AppContext>) {
        router.get(.init(Paths.toolbar), use: showToolbar)
        router.post(.init(Paths.toolbarSignIn), use: signIn)
        router.post(.init(Paths.toolbarSignOut), use: signOut)
        router.get(.init(Paths.callWindow), use: showCallWindow)
    }

    @Sendable func showToolbar(_ request: Request, context: AppContext) async throws -> Response {
        let launch: ToolbarLaunch?
        do {
            launch = try read(request)
        } catch {
            return refused(error)
        }
        guard let agent = context.signedIn?.agent else {
            return signInPage(next: request.head.path ?? Paths.toolbar, isLost: request.wasSignedIn)
        }
        return views.response(
            ToolbarPage(
                layout: views.toolbarLayout(agent: agent, mark: bus.mark), launch: launch,
                fusion: settings.lines.fusion, lookupFields: settings.lines.lookupFields))
    }

    func read(_ request: Request) throws(ToolbarLaunch.Problem) -> ToolbarLaunch? {
        try ToolbarLaunch.read(
            request.uri.queryParameters, own: settings.ownOrigin(host: request.head.authority),
            allowed: settings.lines.fusion.origins)
    }

    private func refused(_ problem: ToolbarLaunch.Problem) -> Response {
        views.response(
            ToolbarRefusedPage(
                layout: views.publicLayout(title: "Toolbar not allowed", page: "toolbar-refused"), problem: problem),
            status: problem.status)
    }

    func signInPage(
        next: String, username: String = "", problem: String? = nil, isLost: Bool = false,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        views.response(
            ToolbarSignInPage(
                layout: views.publicLayout(title: "Sign in", page: "toolbar-sign-in"), next: next, username: username,
                problem: problem ?? (isLost ? ToolbarSignInPage.cookieLost : nil)),
            status: status)
    }
}

extension ToolbarLaunch.Problem {
    var status: HTTPResponse.Status {
        switch self {
        case .foreign, .foreignLibrary: .forbidden
        case .unreadable: .badRequest
        }
    }
}

extension Request {
    /// Set by the answer to a sign-in: whoever is still a stranger then has a browser that keeps no cookie of ours.
    fileprivate var wasSignedIn: Bool { uri.queryParameters[ToolbarRoutes.signedInMark[...]] != nil }
}
