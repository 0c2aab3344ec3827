import Desk
import Hummingbird
import Store

extension DashboardRoutes {
    @Sendable func showBoard(_ request: Request, context: AgentContext) async throws -> Response {
        let place = try Self.place(request)
        let mark = bus.mark
        let page = DashboardPage(
            layout: views.deskLayout(title: "Tickets", page: "dashboard", agent: context.agent, mark: mark),
            board: try await store.board(place), isFirstPage: place == .first, now: store.clock.now,
            byPhone: views.lines.reachesTelephones)
        return views.response(page)
    }

    private static func place(_ request: Request) throws -> BoardPlace {
        let query = request.uri.queryParameters
        if let after = query["after"] { return .after(try cursor(after)) }
        if let before = query["before"] { return .before(try cursor(before)) }
        return .first
    }

    private static func cursor(_ text: some StringProtocol) throws -> BoardCursor {
        guard let cursor = BoardCursor(text: String(text)) else { throw Refusal.notFound }
        return cursor
    }
}
