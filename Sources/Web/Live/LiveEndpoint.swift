import Desk
import HTTPTypes
import Logging
import NIOCore
import Secrets
import Store
import Telephony
import WebSocketUpgrade

/// `GET /live`: who may open a socket, and what it says and hears.
struct LiveEndpoint: Sendable {
    let store: Store
    let hub: LiveHub
    let bus: Bus
    let switchboard: Switchboard
    let wrapUps: WrapUps
    let lines: LineCalls
    let linePage: LinePage
    let settings: DeskSettings
    let cookies: DeskCookies
    let keys: AccessToken.Keys
    let serverID: String
    let limiter: RateLimiter
    let heartbeat: Heartbeat
    let ice: IceConfiguration

    /// Only our own pages may open a socket: checked before the upgrade, since browsers send cookies along from anywhere.
    func decide(_ request: HTTPRequest, _ channel: any Channel, _ logger: Logger) async throws -> WebSocketDecision {
        guard Self.path(of: request) == Paths.live, let origin = request.headerFields[.origin],
            origin == settings.ownOrigin(host: request.authority)
        else { return .pass }
        let address = clientAddress(request, channel)
        guard limiter.allows(.socket, from: address) else { return .pass }
        let signedIn = try await signedIn(request)
        return .upgrade { connection in
            await LiveConversation(
                endpoint: self, connection: connection, signedIn: signedIn, address: address
            ).run()
        }
    }

    /// Whether one more customer's page may connect from this address.
    func hasRoom(for person: Person, from address: String) -> Bool {
        person.agent != nil || !settings.limitsRates
            || hub.customerSocketCount(from: address) < Self.customerSocketsPerAddress
    }

    private static let customerSocketsPerAddress = 60

    /// Whether telephones can be called over an agent's line; nil where nobody expects it.
    func phoneState(over line: LineName?) -> ServerMessage? {
        switch line {
        case .twilio: switchboard.phones?.state
        case .amazonConnect, .genesys: .phone(possible: true, words: nil)
        case .embedded where linePage.reachesTelephones:
            .phone(
                possible: false, words: "Your line reaches browsers only. Choose another under Take calls on.")
        case .embedded, nil: nil
        }
    }

    /// The person a customer's token names; nil when it is not good for a socket.
    func person(token: String) async throws -> Person? {
        guard let now = Int(exactly: store.clock.now.unixSeconds),
            let grants = try? AccessToken.verify(token, keys: keys, now: now)
        else { return nil }
        if let ticket = Identity.ticket(grants.identity) {
            return try await store.ticket(ticket).map { .ticket($0.ticket.id) }
        }
        return Identity.isVisitor(grants.identity) ? .visitor(grants.identity) : nil
    }

    private func signedIn(_ request: HTTPRequest) async throws -> SignedIn? {
        try await cookies.session(of: request.headerFields, path: Self.path(of: request), in: store)?.signedIn
    }

    private func clientAddress(_ request: HTTPRequest, _ channel: any Channel) -> String {
        let peer = channel.remoteAddress?.ipAddress ?? "unknown"
        guard let name = HTTPField.Name("X-Forwarded-For") else { return peer }
        return settings.trustedProxies.client(peer: peer, forwardedFor: request.headerFields[values: name])
    }

    private static func path(of request: HTTPRequest) -> Substring {
        (request.path ?? "").prefix { $0 != "?" }
    }
}
