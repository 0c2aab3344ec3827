import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

@testable import WebSocketUpgrade

/// A real Hummingbird application on a port of its own.
struct TestServer: Sendable {
    let port: Int
    let group: ServiceGroup

    func beginShutdown() async {
        await group.triggerGracefulShutdown()
    }

    /// Runs `body` against the server and ends when both have ended.
    static func run(
        _ server: HTTPServerBuilder, body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            server: server,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
            logger: quiet
        )
        let group = ServiceGroup(configuration: .init(services: [application], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports.prefix(1) { try await body(TestServer(port: port, group: group)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// As above, with a WebSocket at `/live`.
    static func run(
        _ configuration: WebSocketConfiguration = .init(),
        serve: @escaping @Sendable (WebSocketConnection) async -> Void = echo,
        body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let server = HTTPServerBuilder.http1WebSocketUpgrade(configuration: configuration) { request, _, _ in
            request.path == "/live" ? .upgrade(serve) : .pass
        }
        try await run(server, body: body)
    }

    static let echo: @Sendable (WebSocketConnection) async -> Void = { socket in
        for await message in socket.messages {
            if case .text(let text) = message { socket.send(text) }
        }
    }

    private static var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }

    private static var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("hello") { _, _ in "hello" }
        router.get("live") { _, _ in HTTPResponse.Status.forbidden }
        router.get("refused") { _, _ in HTTPResponse.Status.forbidden }
        router.post("hello") { request, _ in try await request.body.collect(upTo: 1_024) }
        return router
    }
}
