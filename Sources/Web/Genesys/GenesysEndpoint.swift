import Desk
import HTTPTypes
import Logging
import NIOCore
import Store
import Telephony
import WebSocketUpgrade

/// `GET /genesysWs`: what happens at Genesys, for one agent's page.
struct GenesysEndpoint: Sendable {
    let store: Store
    let hub: GenesysHub?
    let settings: DeskSettings
    let cookies: DeskCookies

    /// Only our own pages may open a socket, and only agents.
    func decide(_ request: HTTPRequest) async throws -> WebSocketDecision {
        guard let hub, (request.path ?? "").prefix(while: { $0 != "?" }) == Paths.genesysSocket,
            let origin = request.headerFields[.origin], origin == settings.ownOrigin(host: request.authority),
            let (hash, signedIn) = try await cookies.session(
                of: request.headerFields, path: Paths.genesysSocket, in: store)
        else { return .pass }
        let agent = GenesysAgent(signedIn.agent)
        return .upgrade { connection in
            await hub.attach(connection, sessionHash: hash, of: agent)
            // Pages speak by POST; here they listen.
            for await _ in connection.messages {}
            await hub.detach(connection, of: agent.id)
        }
    }
}
