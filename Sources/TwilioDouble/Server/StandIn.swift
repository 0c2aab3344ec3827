import AsyncHTTPClient
package import Desk
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import Secrets
import ServiceLifecycle
import WebSocketUpgrade

/// Stands in for Twilio: REST, webhooks, TwiML, rooms, telephones and the Voice SDK, in one HTTP server.
package struct StandIn: Sendable {
    package struct Settings: Sendable {
        package var host = "127.0.0.1"
        /// 0 for any that is free.
        package var port = 0
        /// The base URL of the desk whose webhooks are called, without a slash at its end.
        package var desk: String
        package var pace = Pace()
        package var signature = WebhookSigner.Algorithm.sha1
        package var clock = WallClock.system

        package init(desk: String) { self.desk = desk }
    }

    /// What was asked and answered so far.
    package let journal = Journal()
    /// What is to go wrong.
    package let mischief = MischiefBook()
    /// The exchange, for what people do with telephones and for looking at calls.
    package let exchange: Operator

    private let settings: Settings
    private let hub = PageHub()
    private let logger: Logger

    package init(_ settings: Settings, logger: Logger = Logger(label: "twilio-double")) {
        self.settings = settings
        self.logger = logger
        let exchange = Exchange(
            desk: settings.desk, pace: settings.pace, seed: Self.seed(), now: settings.clock.now)
        self.exchange = Operator(exchange, clock: settings.clock, hub: hub)
    }

    /// Runs until the task is cancelled or its service group ends it; `onReady` gets the port.
    package func run(onReady: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.clientSettings)
        do {
            try await group(client, onReady).run()
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// Runs while `body` does, and ends gracefully.
    package func whileRunning<Result: Sendable>(
        _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let service = StandInService(standIn: self, announce: announce)
        let group = ServiceGroup(configuration: .init(services: [service], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                do {
                    let result = try await body(port)
                    await group.triggerGracefulShutdown()
                    return result
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            try await tasks.waitForAll()
            throw CancellationError()
        }
    }

    private func group(_ client: HTTPClient, _ onReady: @escaping @Sendable (Int) async -> Void) -> ServiceGroup {
        let courier = Courier(
            client: client, journal: journal, mischief: mischief, algorithm: settings.signature,
            clock: settings.clock, seed: Self.seed())
        let work = OperatorService(exchange: exchange, courier: courier)
        return ServiceGroup(
            configuration: .init(services: [work, application(onReady)], logger: logger))
    }

    private func application(_ onReady: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        let socket = PageSocket(exchange: exchange, hub: hub)
        let control = ControlRoutes(
            exchange: exchange, mischief: mischief, journal: journal, hub: hub, desk: settings.desk)
        let port = settings.port
        return Application(
            responder: DoubleResponder(
                exchange: exchange, mischief: mischief, journal: journal, control: control, clock: settings.clock),
            server: .http1WebSocketUpgrade { request, _, _ in socket.decide(request) },
            configuration: .init(address: .hostname(settings.host, port: port)),
            onServerRunning: { await onReady($0.localAddress?.port ?? port) },
            logger: logger)
    }

    private static var clientSettings: HTTPClient.Configuration {
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 10, allowCycles: true), timeout: .init(connect: .seconds(5)))
        settings.httpVersion = .http1Only
        return settings
    }

    /// Ids of different runs differ: desks keep them.
    private static func seed() -> UInt64 {
        SecureRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

private struct OperatorService: Service {
    let exchange: Operator
    let courier: Courier

    func run() async throws {
        await cancelWhenGracefulShutdown { await exchange.run(courier: courier) }
    }
}

private struct StandInService: Service {
    let standIn: StandIn
    let announce: AsyncStream<Int>.Continuation

    func run() async throws {
        defer { announce.finish() }
        try await standIn.run { announce.yield($0) }
    }
}
