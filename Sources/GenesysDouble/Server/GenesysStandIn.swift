import Desk
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import Secrets
import ServiceLifecycle
import Synchronization
import WebSocketUpgrade

/// Stands in for Genesys: the microservice of the CTI guide's contract, and Genesys Cloud's platform API, in one server.
package struct GenesysStandIn: Sendable {
    /// The OAuth client that Genesys Cloud's part knows.
    package static let cloudClient = Cloud.client

    private let exchange: Operator
    private let hub = SocketHub()
    private let port = OwnPort()
    private let logger: Logger

    package init(logger: Logger = Logger(label: "genesys-double")) {
        self.logger = logger
        exchange = Operator(seed: Self.seed(), hub: hub)
    }

    /// Until the task is cancelled or its service group ends.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - onReady: gets the port.
    package func run(
        host: String = "127.0.0.1", port: Int = 0, onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await answer(request) },
            server: .http1WebSocketUpgrade { request, _, _ in decide(request) },
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                let own = channel.localAddress?.port ?? port
                self.port.set(own)
                await onReady(own)
            },
            logger: logger)
        let work = OperatorService(exchange: exchange)
        try await ServiceGroup(configuration: .init(services: [work, application], logger: logger)).run()
    }

    private func answer(_ request: Request) async throws -> Response {
        let asked = try await Asked(request)
        let answer = await self.answer(asked)
        if asked.path.first != "double", asked.method != "GET" || asked.path.first == "api" {
            await exchange.note(
                .object([
                    "method": .string(asked.method), "path": .string("/" + asked.path.joined(separator: "/")),
                    "body": asked.json, "status": .integer(answer.status),
                ]))
        }
        return answer.response
    }

    private func answer(_ asked: Asked) async -> Answer {
        let base = "http://localhost:\(port.number)"
        switch asked.path.first {
        case "double": return await ControlRoutes(exchange: exchange, hub: hub, seed: Self.seed).answer(asked)
        case "genesys" where asked.method == "POST": return await bridge(asked)
        case "api": return await CloudRoutes(exchange: exchange, base: { base }).answer(asked)
        case "oauth": return await LoginRoutes(exchange: exchange).answer(asked)
        default: return PageFiles.file("/" + asked.path.joined(separator: "/")) ?? .notFound
        }
    }

    /// The contract's one address.
    private func bridge(_ asked: Asked) async -> Answer {
        guard asked.path == ["genesys", "events"] else { return .notFound }
        let mischief = await exchange.look(\.mischief)
        if mischief.isSilent { try? await Task.sleep(for: .seconds(20)) }
        if mischief.busy > 0 {
            _ = try? await exchange.perform { exchange throws(Refusal) in exchange.mischief.busy -= 1 }
            var answer = Answer.error(429, "too.many.requests", "Too many requests.")
            answer.headers = [("Retry-After", String(mischief.retryAfter))]
            return answer
        }
        let json = asked.json
        do throws(Refusal) {
            try await exchange.perform { exchange throws(Refusal) in
                try exchange.perform(json, agent: asked.query["agentId"])
            }
            return .ok(.object(["status": .string("Success"), "requestId": json["requestId"] ?? .null]))
        } catch {
            return .refused(error)
        }
    }

    private func decide(_ request: HTTPRequest) -> WebSocketDecision {
        let whole = request.path ?? ""
        let path = whole.prefix { $0 != "?" }
        if path == "/genesysWs" {
            let query = (try? FormBody(Array(whole.dropFirst(path.count + 1).utf8)))?.pairs ?? []
            let agent = query.first { $0.name == "agentId" }?.value ?? "agent"
            return .upgrade { connection in await hub.serve(connection, isBridge: true, name: agent) }
        }
        guard path.hasPrefix("/channels/") else { return .pass }
        let channel = String(path.dropFirst("/channels/".count))
        return .upgrade { connection in
            connection.send(
                #"{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}"#)
            await hub.serve(connection, isBridge: false, name: channel)
        }
    }

    /// Ids of different runs differ: desks keep them.
    private static func seed() -> UInt64 { SecureRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

private struct OperatorService: Service {
    let exchange: Operator

    func run() async throws {
        await cancelWhenGracefulShutdown { await exchange.run() }
    }
}

/// Where the double listens, once it does.
private final class OwnPort: Sendable {
    private let value = Mutex(0)

    var number: Int { value.withLock { $0 } }
    func set(_ number: Int) { value.withLock { $0 = number } }
}
