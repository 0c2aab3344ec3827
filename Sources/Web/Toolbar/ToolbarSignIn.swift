import Desk
import HTTPTypes
import Hummingbird
import Secrets
import Store

extension ToolbarRoutes {
    static let signedInMark = "signedIn"

    /// Opens a session for the frame alone: its cookie belongs to this desk inside of that other site.
    @Sendable func signIn(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await PostedForm(request)
        let next = Self.safeReturn(try form.value("next"))
        let username = try form.value("username")
        let outcome = try await sessions.check(username: username, password: try form.value("password"), context)
        switch outcome {
        case .signedIn(let agent): return try await begin(for: agent, request, next: next)
        case .refused(let problem):
            var response = signInPage(next: next, username: username, problem: problem.words, status: problem.status)
            for field in problem.headers { response.headers[field.name] = field.value }
            return response
        }
    }

    /// Ends the sessions by which this frame is signed in.
    @Sendable func signOut(_ request: Request, context: AppContext) async throws -> Response {
        for hash in sessions.cookies.sessionHashes(request.headers, path: Paths.toolbar) {
            try await sessions.end(hash)
        }
        let next = Self.safeReturn(try await PostedForm(request).value("next"))
        var response = Response.redirect(to: next)
        response.headers.append(.init(name: .setCookie, value: sessions.cookies.endToolbar))
        response.headers.append(.init(name: .setCookie, value: sessions.cookies.endSession))
        return response
    }

    private func begin(for agent: AgentID, _ request: Request, next: String) async throws -> Response {
        let id = SecureRandom.bytes(32)
        try await sessions.store.openSession(Digest.sha256(id), for: agent)
        if let old = sessions.cookies.toolbarHash(request.headers) { try await sessions.end(old) }
        let mark = (next.contains("?") ? "&" : "?") + Self.signedInMark
        let isMarked = next.contains("?\(Self.signedInMark)") || next.contains("&\(Self.signedInMark)")
        var response = Response.redirect(to: isMarked ? next : next + mark)
        response.headers.append(.init(name: .setCookie, value: sessions.cookies.setToolbar(id)))
        return response
    }

    /// The toolbar with the parameters it came with; never another page.
    static func safeReturn(_ path: String) -> String {
        let safe = Paths.safeReturn(path, longest: 2_048)
        return safe == Paths.toolbar || safe.hasPrefix(Paths.toolbar + "?") ? safe : Paths.toolbar
    }
}
