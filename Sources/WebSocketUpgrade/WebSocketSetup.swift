import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Everything one WebSocket needs: its queues, and its handlers once the pipeline is ready for them.
struct WebSocketSetup {
    let configuration: WebSocketConfiguration
    let inbox: Inbox
    let outbox: Outbox

    init(_ configuration: WebSocketConfiguration) {
        self.configuration = configuration
        inbox = Inbox(limit: configuration.inboundQueueLimit)
        outbox = Outbox(configuration)
    }

    func connection(_ request: HTTPRequest, _ channel: any Channel, _ logger: Logger) -> WebSocketConnection {
        WebSocketConnection(
            request: request,
            remoteAddress: channel.remoteAddress,
            logger: logger,
            inbox: inbox,
            outbox: outbox
        )
    }

    func install(on channel: any Channel, after handler: any ChannelHandler) throws {
        try channel.pipeline.syncOperations.addHandlers(handlers(channel), position: .after(handler))
        let buffers = AdaptiveRecvByteBufferAllocator(minimum: 512, initial: 1_024, maximum: 16_384)
        try channel.syncOptions?.setOption(.recvAllocator, value: buffers)
    }

    func handlers(_ channel: any Channel) -> [any ChannelHandler] {
        let longestFrame = min(max(125, configuration.maxMessageBytes), Int(UInt32.max))
        return [
            ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: longestFrame)),
            WebSocketHandler(configuration, inbox: inbox, outbox: outbox, now: channel.eventLoop.now),
        ]
    }

    /// The 101 response to the client's key (RFC 6455, 4.2.2).
    static func response(to key: String, on channel: any Channel) -> EventLoopFuture<ByteBuffer> {
        let headers: HTTPHeaders = ["Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"]
        let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: headers)
        let upgrader = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        )
        return upgrader.buildUpgradeResponse(channel: channel, upgradeRequest: request, initialResponseHeaders: [:])
            .map(bytes)
    }

    private static func bytes(_ headers: HTTPHeaders) -> ByteBuffer {
        let lines = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        return ByteBuffer(string: "HTTP/1.1 101 Switching Protocols\r\n\(lines)\r\n")
    }
}
