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
            let (hash, signedIn) = try await session(of: request)
        else { return .pass }
        let agent = GenesysAgent(signedIn.agent)
        return .upgrade { connection in
            await hub.attach(connection, sessionHash: hash, of: agent)
            // Pages speak by POST; here they listen.
            for await _ in connection.messages {}
            await hub.detach(connection, of: agent.id)
        }
    }

    /// The desk's session, or in a frame of another page the toolbar's own.
    private func session(of request: HTTPRequest) async throws -> (hash: [UInt8], SignedIn)? {
        for hash in cookies.sessionHashes(request.headerFields, path: Paths.genesysSocket) {
            if let signedIn = try await store.session(hash) { return (hash, signedIn) }
        }
        return nil
    }
}
