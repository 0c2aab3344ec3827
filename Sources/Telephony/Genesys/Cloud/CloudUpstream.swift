package import AsyncHTTPClient
package import Desk
import Foundation
import Synchronization

/// Genesys Cloud: its platform API for commands, its notification channel for what happens.
package struct CloudUpstream: GenesysUpstream {
    package let signIns: CloudSignIns
    let client: CloudClient
    private let patience: GenesysPatience
    private let limits: ClientSocket.Limits

    /// - Parameters:
    ///   - api: the origin of the platform API, such as `https://api.mypurecloud.com`.
    ///   - login: the origin where agents sign in.
    ///   - client: the id of the OAuth client.
    package init(
        api: String, login: String, client: String, http: HTTPClient? = nil,
        patience: GenesysPatience = GenesysPatience(), clock: WallClock = .system
    ) {
        let wire = GenesysHTTP(http: http ?? GenesysHTTP.shared)
        signIns = CloudSignIns(login: login, client: client, wire: wire, clock: clock)
        self.client = CloudClient(api: api, wire: wire, signIns: signIns, pause: patience.pause)
        self.patience = patience
        var limits = ClientSocket.Limits()
        // Its own heartbeat comes about every 30 seconds.
        limits.silence = .seconds(75)
        self.limits = limits
    }

    package var abilities: GenesysAbilities { GenesysAbilities(mute: true, wrapUp: true, signIn: true) }

    package func run(for agent: GenesysAgent, _ tell: @escaping @Sendable (GenesysEvent) async -> Void) async {
        var attempt = 0
        while !Task.isCancelled {
            let mark = OpenMark()
            do {
                try await watch(agent, mark, tell)
            } catch GenesysError.signInNeeded {
                return await tell(Self.trouble("sign-in", .signInNeeded))
            } catch is CloudChannel.Renewal {
                attempt = 0
                continue
            } catch {
                if !Task.isCancelled, attempt == 0 || mark.isSet {
                    await tell(Self.trouble("connection", (error as? GenesysError) ?? .unreachable))
                }
            }
            attempt = mark.isSet ? 0 : attempt + 1
            if !Task.isCancelled { await patience.wait(attempt: attempt) }
        }
    }

    private func watch(
        _ agent: GenesysAgent, _ mark: OpenMark, _ tell: @escaping @Sendable (GenesysEvent) async -> Void
    ) async throws {
        let channel = try await CloudChannel.open(for: agent, client)
        let calls = Mutex(CloudCalls(user: channel.user))
        let take: @Sendable (JSONValue) -> [GenesysEvent] = { json in
            CloudConversation(json).map { conversation in calls.withLock { $0.take(conversation) } } ?? []
        }
        try await ClientSocket(channel.socket, limits: limits).run(
            opened: { _ in
                mark.set()
                // Asked first: calls that are not told of soon after this word count as lost.
                let readiness = try await channel.readiness(client)
                let conversations = try await channel.conversations(client)
                await tell(GenesysEvent(.registered))
                if let readiness { await tell(readiness) }
                for json in conversations {
                    for event in take(json) { await tell(event) }
                }
                try await Task.sleep(for: CloudChannel.life)
                throw CloudChannel.Renewal()
            },
            heard: { text in
                guard let message = JSONValue(Array(text.utf8), maxDepth: 32) else { return }
                switch try channel.news(in: message) {
                case .call(let json): for event in take(json) { await tell(event) }
                case .readiness(let event): await tell(event)
                case nil: break
                }
            })
    }

    private static func trouble(_ code: String, _ error: GenesysError) -> GenesysEvent {
        var event = GenesysEvent(.error)
        event.errorCode = code
        event.errorMessage = error.words
        return event
    }
}
