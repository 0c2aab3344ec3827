package import AsyncHTTPClient
import Desk
import Foundation
import NIOHTTP1
import Synchronization

/// A microservice of the CTI guide's contract: requests by HTTP, events on a WebSocket for each agent.
package struct BridgeUpstream: GenesysUpstream {
    private let events: String
    private let socket: String
    private let wire: GenesysHTTP
    private let patience: GenesysPatience
    private let limits: ClientSocket.Limits

    /// - Parameters:
    ///   - url: its base, such as `https://bridge.example.com`; with the path below which it lies, where there is one.
    ///   - socket: of its WebSocket, nil for `/genesysWs` below the base. A query is kept.
    package init(
        url: String, socket: String? = nil, http: HTTPClient? = nil, patience: GenesysPatience = GenesysPatience(),
        limits: ClientSocket.Limits = ClientSocket.Limits()
    ) {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        events = base + "/genesys/events"
        self.socket = socket ?? base + "/genesysWs"
        wire = GenesysHTTP(http: http ?? GenesysHTTP.shared)
        self.patience = patience
        self.limits = limits
    }

    package var abilities: GenesysAbilities { GenesysAbilities(mute: false, wrapUp: false, signIn: false) }

    package func perform(_ request: GenesysRequest, for agent: GenesysAgent) async throws(GenesysError) {
        let answer = try await wire.send(.POST, events, json: request.json(agent: agent))
        switch answer.status {
        case 200...299:
            // The guide's microservice says no by another status than its own.
            guard (answer.json["status"]?.string ?? "Success").lowercased() == "success" else {
                throw .refused(status: answer.status, message: answer.message)
            }
        case 404: throw .unknownCall
        case 409: throw .wrongState
        case 429, 503: throw .busy(seconds: answer.retryAfter ?? 5)
        default: throw .refused(status: answer.status, message: answer.message)
        }
    }

    package func run(for agent: GenesysAgent, _ tell: @escaping @Sendable (GenesysEvent) async -> Void) async {
        guard let target = SocketTarget(address(for: agent)) else { return }
        var attempt = 0
        while !Task.isCancelled {
            let mark = OpenMark()
            do {
                try await ClientSocket(target, limits: limits).run(
                    opened: { _ in
                        try await self.perform(GenesysRequest(.initialize), for: agent)
                        mark.set()
                    },
                    heard: { text in
                        guard let json = JSONValue(Array(text.utf8)), let event = GenesysEvent(json) else { return }
                        await tell(event)
                    })
            } catch {
                if !Task.isCancelled, attempt == 0 { await tell(Self.trouble(error)) }
            }
            attempt = mark.isSet ? 0 : attempt + 1
            if mark.isSet, !Task.isCancelled { await tell(Self.trouble(ClientSocket.Trouble.unreachable)) }
            if !Task.isCancelled { await patience.wait(attempt: attempt) }
        }
    }

    /// The microservice tells by the address whose socket it is.
    private func address(for agent: GenesysAgent) -> String {
        let name = agent.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return socket + (socket.contains("?") ? "&" : "?") + "agentId=\(name)&email=\(name)"
    }

    /// The connection is gone, and comes back by itself.
    private static func trouble(_ error: any Error) -> GenesysEvent {
        var event = GenesysEvent(.error)
        event.errorCode = "connection"
        event.errorMessage = ((error as? GenesysError) ?? .unreachable).words
        return event
    }
}

/// Whether the connection stood.
final class OpenMark: Sendable {
    private let mark = Mutex(false)

    var isSet: Bool { mark.withLock { $0 } }
    func set() { mark.withLock { $0 = true } }
}
