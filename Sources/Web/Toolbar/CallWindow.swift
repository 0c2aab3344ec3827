import Desk
import HTTPTypes
import Hummingbird
import Store

extension ToolbarRoutes {
    /// A window of our own that has the sound where the frame gets no microphone.
    @Sendable func showCallWindow(_ request: Request, context: AppContext) async throws -> Response {
        guard let agent = context.signedIn?.agent else { throw NotSignedIn() }
        return views.response(CallWindowPage(layout: views.toolbarLayout(agent: agent, mark: bus.mark, title: "Calls")))
    }
}
