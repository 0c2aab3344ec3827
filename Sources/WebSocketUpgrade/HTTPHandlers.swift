import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Stands before the HTTP handlers of a pipeline, passes everything on, and can take those handlers out again.
final class HTTPHandlers: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias Decoder = ByteToMessageHandler<HTTPRequestDecoder>

    private let configuration: HTTP1Channel.Configuration
    private let encoder = HTTPResponseEncoder()
    private let codec = HTTP1ToHTTPServerCodec(secure: false)
    private let others: [any RemovableChannelHandler]
    private var decoder: Decoder

    init(_ configuration: HTTP1Channel.Configuration, logger: Logger) {
        self.configuration = configuration
        decoder = Self.decoder(configuration)
        let idleTimeout = configuration.idleTimeout.map { Duration($0) }
        let state = HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger)
        others = configuration.additionalChannelHandlers() + [state]
    }

    func install(on channel: any Channel) throws {
        let handlers: [any ChannelHandler] = [self, encoder, decoder, codec] + others
        try channel.pipeline.syncOperations.addHandlers(handlers)
    }

    /// What arrives while a stopped decoder waits to be replaced is kept, up to a limit.
    private static func decoder(_ configuration: HTTP1Channel.Configuration) -> Decoder {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.httpDecoder.maxHeaderFieldSize
        limits.maxHeaderListSize = configuration.httpDecoder.maxHeaderListSize
        limits.maxHeaderFieldCount = configuration.httpDecoder.maxHeaderFieldCount
        return ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits),
            maximumBufferSize: limits.maxHeaderFieldSize + 131_072
        )
    }

    // MARK: A request that asked for an upgrade and is not upgraded

    /// Goes on with HTTP behind a request at which the decoder stopped, or closes once it is answered.
    static func keepServing(_ channel: any Channel, after intent: UpgradeIntent) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let handlers = try channel.pipeline.syncOperations.handler(type: HTTPHandlers.self)
            if intent.isResumable {
                try handlers.replaceDecoder(channel)
            } else {
                try handlers.closeAfterResponse(channel)
            }
        }
    }

    private func replaceDecoder(_ channel: any Channel) throws {
        let stopped = decoder
        decoder = Self.decoder(configuration)
        try channel.pipeline.syncOperations.addHandler(decoder, position: .after(stopped))
        remove(stopped, from: channel)
    }

    private func closeAfterResponse(_ channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandler(CloseAfterResponse(), position: .after(codec))
    }

    /// The decoder hands what it has not read to the handler behind it, which has to be told that this was all.
    private func remove(_ decoder: Decoder, from channel: any Channel) {
        let pipeline = channel.pipeline
        pipeline.syncOperations.removeHandler(decoder).assumeIsolated().whenSuccess {
            pipeline.syncOperations.fireChannelReadComplete()
        }
    }

    // MARK: Upgrade

    /// Answers with 101 and leaves nothing of HTTP in the pipeline.
    static func switchProtocol(_ channel: any Channel, _ response: ByteBuffer, _ upgrade: WebSocketSetup)
        -> EventLoopFuture<Void>
    {
        channel.eventLoop.submit {
            let handlers = try channel.pipeline.syncOperations.handler(type: HTTPHandlers.self)
            try handlers.answer(channel, response)
            try upgrade.install(on: channel, after: handlers.decoder)
            handlers.leave(channel)
        }
    }

    private func answer(_ channel: any Channel, _ response: ByteBuffer) throws {
        let context = try channel.pipeline.syncOperations.context(handler: encoder)
        context.writeAndFlush(NIOAny(response), promise: nil)
    }

    private func leave(_ channel: any Channel) {
        let pipeline = channel.pipeline.syncOperations
        for handler in others + [codec, encoder, self] {
            pipeline.removeHandler(handler, promise: nil)
        }
        remove(decoder, from: channel)
    }
}
