package import HTTPTypes
package import HummingbirdCore
package import Logging
package import NIOCore
package import NIOHTTPTypes
import ServiceLifecycle

/// HTTP/1.1 connections of which a request can become a WebSocket; everything else is Hummingbird's own.
package struct UpgradingHTTP1Channel: ServerChildChannel, HTTPChannelHandler {
    package typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    package typealias ShouldUpgrade =
        @Sendable (HTTPRequest, any Channel, Logger) async throws -> WebSocketDecision

    package private(set) var responder: Responder
    private let configuration: WebSocketConfiguration
    private let http: HTTP1Channel.Configuration
    private let shouldUpgrade: ShouldUpgrade

    init(
        responder: @escaping Responder, configuration: WebSocketConfiguration, http: HTTP1Channel.Configuration,
        shouldUpgrade: @escaping ShouldUpgrade
    ) {
        self.responder = responder
        self.configuration = configuration
        self.http = http
        self.shouldUpgrade = shouldUpgrade
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            try HTTPCodec(http, logger: logger).install(on: channel)
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        }
    }

    /// Hummingbird's own loop over the requests, with a responder that looks for upgrades first.
    package func handle(value: Value, logger: Logger) async {
        var connection = self
        connection.responder = { [self] request, writer, channel in
            guard request.head.authority != nil else { return try await refuse(writer, channel) }
            if request.method == .connect || request.headers[.upgrade] != nil {
                try await consider(request.head, channel, logger)
            }
            try await responder(request, writer, channel)
        }
        HTTPCodec.begin(on: value.channel)
        await connection.handleHTTP(asyncChannel: value, logger: logger)
    }

    /// Without one clear host, servers in a chain may read one request as two.
    private func refuse(_ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        try await HTTPCodec.closeAfterResponse(on: channel)
        try await writer.writeResponse(
            HTTPResponse(status: .badRequest, headerFields: [.contentLength: "0"]))
    }

    /// Returns when the request is to be answered as HTTP; a connection that was upgraded ends by throwing.
    private func consider(_ request: HTTPRequest, _ channel: any Channel, _ logger: Logger) async throws {
        guard let intent = try await HTTPCodec.intent(on: channel) else { return }
        if let key = intent.webSocketKey, case .upgrade(let serve) = await decision(request, channel, logger) {
            try await upgrade(request, key, channel, logger, serve)
            throw WebSocketEnded()
        }
        try await HTTPCodec.resume(channel)
    }

    private func decision(_ request: HTTPRequest, _ channel: any Channel, _ logger: Logger) async -> WebSocketDecision {
        do {
            return try await shouldUpgrade(request, channel, logger)
        } catch {
            logger.debug("WebSocket request passed on", metadata: ["error": "\(error)"])
            return .pass
        }
    }

    private func upgrade(
        _ request: HTTPRequest, _ key: String, _ channel: any Channel, _ logger: Logger,
        _ serve: @Sendable (WebSocketConnection) async -> Void
    ) async throws {
        let response = try await WebSocketSetup.response(to: key, on: channel).get()
        let setup = WebSocketSetup(configuration)
        try await HTTPCodec.upgrade(channel, response, setup)
        // From here on the handler hears of a shutdown by itself; one that began before is only seen here.
        if Task.isShuttingDownGracefully { setup.outbox.close(.goingAway) }
        await serve(setup.connection(request, channel, logger))
        setup.outbox.close(.normal)
        try await channel.closeFuture.get()
    }
}

/// Ends Hummingbird's loop over the requests of a connection that has become a WebSocket and is closed.
private struct WebSocketEnded: Error {}
