import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Translates between NIO's and Hummingbird's HTTP types, and knows what to do where a request asks for an upgrade.
final class HTTPCodec: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case ordinary
        /// The decoder has stopped at this request; nothing more is read until it is decided.
        case stopped(UpgradeIntent)
        /// The decoder may have stopped or not: the connection ends with the response.
        case uncertain
    }

    private var section: HTTPSection
    private var state = State.ordinary
    private var isReadHeld = false
    private var closesAfterResponse = false
    private var isServed = false
    private var isQuiescing = false

    init(_ configuration: HTTP1Channel.Configuration, logger: Logger) {
        section = HTTPSection(configuration, logger: logger)
    }

    func install(on channel: any Channel) throws {
        try section.install(on: channel, with: self)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try context.fireChannelRead(wrapInboundOut(translated(unwrapInboundIn(data))))
        } catch {
            context.fireErrorCaught(error)
        }
    }

    private func translated(_ part: HTTPServerRequestPart) throws -> HTTPRequestPart {
        switch part {
        case .head(let head):
            note(head)
            var request = try HTTPRequest(head, secure: false, splitCookie: false)
            request.authority = Self.authority(of: head)
            return .head(request)
        case .body(let bytes):
            return .body(bytes)
        case .end(let trailers):
            return .end(trailers.map { HTTPFields($0, splitCookie: false) })
        }
    }

    /// Nil where RFC 9112, 3.2 wants the request refused: HTTP/1.1 names one host, once.
    private static func authority(of head: HTTPRequestHead) -> String? {
        let hosts = head.headers["host"]
        if hosts.isEmpty, head.version != .http1_1 { return "" }
        return hosts.count == 1 ? hosts.first : nil
    }

    private func note(_ head: HTTPRequestHead) {
        switch (state, UpgradeIntent(head)) {
        case (.ordinary, nil): break
        case (.ordinary, let intent?) where intent.isResumable: state = .stopped(intent)
        default: state = .uncertain
        }
    }

    func read(context: ChannelHandlerContext) {
        if case .stopped = state {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    private func readOn(_ channel: any Channel) {
        state = .ordinary
        guard isReadHeld else { return }
        isReadHeld = false
        channel.read()
    }

    // MARK: Shutdown

    /// Requests that are on their way when a shutdown begins are answered, not reset. A connection that nobody has taken
    /// over yet never will be: that one ends at once.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent, isServed, !isQuiescing else {
            return context.fireUserInboundEventTriggered(event)
        }
        isQuiescing = true
        let pipeline = context.pipeline
        context.eventLoop.scheduleTask(in: Self.lastRequests) {
            pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    private static let lastRequests: TimeAmount = .milliseconds(250)

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var response):
            if closesAfterResponse { response.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(HTTPResponseHead(response))), promise: promise)
        case .body(let bytes):
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
        case .end(let trailers):
            let end = wrapOutboundOut(.end(trailers.map { HTTPHeaders($0) }))
            guard closesAfterResponse else { return context.write(end, promise: promise) }
            writeLast(end, context, promise)
        }
    }

    private func writeLast(_ end: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(end, promise: written)
    }

    // MARK: Decisions, from the connection's task

    /// What the request that is being answered asks for; nil where the connection has to end with the response.
    static func intent(on channel: any Channel) async throws -> UpgradeIntent? {
        try await channel.withCodec { codec in
            guard case .stopped(let intent) = codec.state else {
                codec.closesAfterResponse = true
                return nil
            }
            return intent
        }
    }

    /// The connection's task has begun.
    static func begin(on channel: any Channel) {
        channel.eventLoop.execute {
            try? channel.pipeline.syncOperations.handler(type: HTTPCodec.self).isServed = true
        }
    }

    /// Lets the response that is to be written end the connection.
    static func closeAfterResponse(on channel: any Channel) async throws {
        try await channel.withCodec { $0.closesAfterResponse = true }
    }

    /// Goes on with HTTP behind the request at which the decoder has stopped.
    static func resume(_ channel: any Channel) async throws {
        try await channel.withCodec { codec in
            guard case .stopped = codec.state else { return codec.closesAfterResponse = true }
            try codec.section.replaceDecoder(on: channel)
            codec.readOn(channel)
        }
    }

    /// Answers with 101 and puts the WebSocket in the place of everything that knows HTTP.
    static func upgrade(_ channel: any Channel, _ response: ByteBuffer, _ setup: WebSocketSetup) async throws {
        try await channel.withCodec { codec in
            guard case .stopped = codec.state else { throw ChannelError.inputClosed }
            let pipeline = channel.pipeline.syncOperations
            try pipeline.context(handler: codec.section.encoder).writeAndFlush(NIOAny(response), promise: nil)
            try setup.install(on: channel, after: codec.section.decoder)
            pipeline.removeHandler(codec, promise: nil)
            codec.section.remove(from: channel)
            codec.readOn(channel)
        }
    }
}

extension Channel {
    fileprivate func withCodec<Result: Sendable>(
        _ body: @escaping @Sendable (HTTPCodec) throws -> Result
    ) async throws -> Result {
        try await eventLoop.submit { try body(self.pipeline.syncOperations.handler(type: HTTPCodec.self)) }.get()
    }
}
