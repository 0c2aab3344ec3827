import Desk
import NIOHTTP1

/// A notification channel that is subscribed to what happens to one agent.
struct CloudChannel: Sendable {
    /// The channel is to be replaced by a new one.
    struct Renewal: Error {}

    enum News: Sendable {
        case call(JSONValue)
        case readiness(GenesysEvent)
    }

    let agent: GenesysAgent
    /// The agent's id at Genesys Cloud.
    let user: String
    let socket: SocketTarget

    /// Channels end after 24 hours.
    static let life: Duration = .seconds(23 * 3600)

    static func open(for agent: GenesysAgent, _ client: CloudClient) async throws(GenesysError) -> CloudChannel {
        let user = try await self.user(agent, client)
        let made = try await client.send(.POST, "/notifications/channels", as: agent)
        guard let id = GenesysFields(made).knownID("id"), let address = made["connectUri"]?.string,
            let socket = SocketTarget(address)
        else { throw .unreadable }
        let topics = ["conversations.calls", "presence"].map { topic in
            JSONValue.object(["id": .string("v2.users.\(user).\(topic)")])
        }
        let path = "/notifications/channels/\(CloudForm.encode(id))/subscriptions"
        try await client.send(.PUT, path, .array(topics), as: agent)
        return CloudChannel(agent: agent, user: user, socket: socket)
    }

    static func user(_ agent: GenesysAgent, _ client: CloudClient) async throws(GenesysError) -> String {
        guard let id = GenesysFields(try await client.send(.GET, "/users/me", as: agent)).knownID("id") else {
            throw .unreadable
        }
        return CloudForm.encode(id)
    }

    /// Whether the agent takes calls, as it stands.
    func readiness(_ client: CloudClient) async throws -> GenesysEvent? {
        Self.readiness(try await client.send(.GET, "/users/\(user)/presences/purecloud", as: agent))
    }

    func conversations(_ client: CloudClient) async throws -> [JSONValue] {
        try await client.send(.GET, "/conversations/calls", as: agent)["entities"]?.array ?? []
    }

    /// What a message on the socket tells; throws when the channel is about to be closed.
    func news(in message: JSONValue) throws -> News? {
        let topic = message["topicName"]?.string ?? ""
        let body = message["eventBody"] ?? .null
        switch topic {
        case "v2.system.socket_closing": throw Renewal()
        case "v2.users.\(user).conversations.calls": return .call(body)
        case "v2.users.\(user).presence": return Self.readiness(body).map(News.readiness)
        default: return nil
        }
    }

    private static func readiness(_ json: JSONValue) -> GenesysEvent? {
        guard let presence = json["presenceDefinition"]?["systemPresence"]?.string else { return nil }
        let isReady = CloudPresence.plain(presence) == CloudPresence.onQueue
        var event = GenesysEvent(isReady ? .agentReady : .agentNotReady)
        event.reason = isReady ? nil : presence
        return event
    }
}

/// Presences are written as `OnQueue` in one place and as `ON_QUEUE` in another.
enum CloudPresence {
    static let onQueue = "onqueue"
    static let away = "away"

    static func plain(_ text: String) -> String { text.lowercased().filter(\.isLetter) }
}
