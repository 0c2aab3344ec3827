import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// The HTTP handlers of one connection, in their order behind the socket or TLS.
struct HTTPSection {
    typealias Decoder = ByteToMessageHandler<HTTPRequestDecoder>

    /// More than this is not read ahead of a decoder that has stopped at an upgrade.
    private static let readAhead = 131_072

    let encoder = HTTPResponseEncoder()
    private(set) var decoder: Decoder
    private let others: [any RemovableChannelHandler]
    private let configuration: HTTP1Channel.Configuration

    init(_ configuration: HTTP1Channel.Configuration, logger: Logger) {
        self.configuration = configuration
        decoder = Self.decoder(configuration)
        let idleTimeout = configuration.idleTimeout.map { Duration($0) }
        let state = HTTPConnectionStateHandler(idleTimeout: idleTimeout, logger: logger)
        others = configuration.additionalChannelHandlers() + [state]
    }

    private static func decoder(_ configuration: HTTP1Channel.Configuration) -> Decoder {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = configuration.httpDecoder.maxHeaderFieldSize
        limits.maxHeaderListSize = configuration.httpDecoder.maxHeaderListSize
        limits.maxHeaderFieldCount = configuration.httpDecoder.maxHeaderFieldCount
        return Decoder(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits),
            maximumBufferSize: limits.maxHeaderFieldSize + readAhead
        )
    }

    func install(on channel: any Channel, with codec: HTTPCodec) throws {
        let handlers: [any ChannelHandler] = [encoder, decoder, codec]
        try channel.pipeline.syncOperations.addHandlers(handlers + others)
    }

    /// Puts a new decoder in the place of one that has stopped, to read on where that stopped.
    mutating func replaceDecoder(on channel: any Channel) throws {
        let stopped = decoder
        decoder = Self.decoder(configuration)
        try channel.pipeline.syncOperations.addHandler(decoder, position: .after(stopped))
        Self.remove(stopped, from: channel)
    }

    /// Takes everything out; what the decoder has not read goes to the handler behind it.
    func remove(from channel: any Channel) {
        for handler in others + [encoder] {
            channel.pipeline.syncOperations.removeHandler(handler, promise: nil)
        }
        Self.remove(decoder, from: channel)
    }

    /// The decoder hands on what it has not read; whoever gets it has to be told that this was all.
    private static func remove(_ decoder: Decoder, from channel: any Channel) {
        let pipeline = channel.pipeline
        pipeline.syncOperations.removeHandler(decoder).assumeIsolated().whenSuccess {
            pipeline.syncOperations.fireChannelReadComplete()
        }
    }
}
