import Desk
import Store
import Telephony

/// How browsers find a way to each other: the servers they ask, with credentials made for each page.
struct IceConfiguration: Sendable {
    let settings: DeskSettings
    let clock: WallClock

    /// How long the credentials of a page are good, in seconds: longer than the longest call.
    private static let life: Int64 = 12 * 60 * 60

    func servers(for person: Person) -> [IceServer] {
        settings.iceServers.map { server in
            guard let secret = settings.turnSecret, server.urls.contains(where: Self.isTurn) else { return server }
            let credentials = TurnCredentials(
                secret: secret, expires: clock.now.unixSeconds + Self.life, name: Self.name(of: person))
            return IceServer(
                urls: server.urls, username: credentials.username, credential: credentials.password)
        }
    }

    /// With TURN an agent's page goes through it alone, so that strangers do not learn the agent's address.
    func policy(for person: Person) -> IcePolicy {
        if let chosen = settings.icePolicy { return chosen }
        let hasTurn = settings.iceServers.contains { $0.urls.contains(where: Self.isTurn) }
        return hasTurn && person.agent != nil ? .relay : .all
    }

    /// Whether the credentials that pages have will not do for a call that starts now.
    var expires: Bool { settings.turnSecret != nil }

    private static func isTurn(_ url: String) -> Bool { url.hasPrefix("turn:") || url.hasPrefix("turns:") }

    private static func name(of person: Person) -> String {
        switch person {
        case .agent(let id): "agent_\(id)"
        case .ticket(let id): Identity.ticket(id)
        case .visitor: "visitor"
        }
    }
}
