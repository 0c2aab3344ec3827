import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A WebSocket that we open to somebody else's server.
package struct ClientSocket: Sendable {
    package enum Trouble: Error, Equatable, Sendable {
        /// Nothing answers, or not in time.
        case unreachable
        /// It answers, and opens no socket.
        case refused
        /// It was open, and nothing is heard of it any more.
        case silent
        /// The other side broke the rules of RFC 6455, or sent more than is read.
        case broken
    }

    typealias Wire = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    /// The way to the other side while the socket is open.
    package struct Sender: Sendable {
        fileprivate let writer: NIOAsyncChannelOutboundWriter<WebSocketFrame>

        package func send(_ text: String) async throws {
            try await write(.text, ByteBuffer(string: text))
        }

        /// Clients mask each frame with a key of its own (RFC 6455, 5.3).
        fileprivate func write(_ opcode: WebSocketOpcode, _ bytes: ByteBuffer) async throws {
            try await writer.write(WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: bytes))
        }
    }

    package struct Limits: Sendable {
        package var connect: Duration = .seconds(8)
        package var ping: Duration = .seconds(20)
        /// Without any byte for so long the other side is gone.
        package var silence: Duration = .seconds(50)
        package var largestMessage = 1_048_576

        package init() {}
    }

    private let target: SocketTarget
    private let limits: Limits

    package init(_ target: SocketTarget, limits: Limits = Limits()) {
        self.target = target
        self.limits = limits
    }

    /// Opens the socket and stays until the other side closes it, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - opened: runs beside the reading, once the socket is open; what it throws ends the socket.
    ///   - heard: gets each text, one after the other.
    package func run(
        opened: @escaping @Sendable (Sender) async throws -> Void,
        heard: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let wire = try await connect()
        let mark = HeardMark()
        try await wire.executeThenClose { inbound, outbound in
            let sender = Sender(writer: outbound)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await opened(sender)
                    return false
                }
                group.addTask { try await self.read(inbound, sender, mark, heard) }
                group.addTask { try await self.watch(sender, mark) }
                // The first that says so ends all three.
                while let isOver = try await group.next() {
                    if isOver { break }
                }
                group.cancelAll()
            }
        }
    }

    // MARK: While it is open

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ sender: Sender, _ mark: HeardMark,
        _ heard: @Sendable (String) async throws -> Void
    ) async throws -> Bool {
        var partial = ByteBuffer()
        for try await frame in inbound {
            mark.set()
            switch frame.opcode {
            case .text, .continuation, .binary:
                partial.writeImmutableBuffer(frame.unmaskedData)
                guard partial.readableBytes <= limits.largestMessage else { throw Trouble.broken }
                guard frame.fin else { continue }
                if let text = String(validating: partial.readableBytesView, as: UTF8.self) { try await heard(text) }
                partial.clear()
            case .ping: try await sender.write(.pong, frame.unmaskedData)
            case .connectionClose:
                try? await sender.write(.connectionClose, frame.unmaskedData)
                return true
            default: break
            }
        }
        return true
    }

    private func watch(_ sender: Sender, _ mark: HeardMark) async throws -> Bool {
        while true {
            try await Task.sleep(for: limits.ping)
            guard mark.age < limits.silence else { throw Trouble.silent }
            try await sender.write(.ping, ByteBuffer())
        }
    }

    // MARK: Opening

    private func connect() async throws -> Wire {
        let tls = target.isSecure ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
        let target = target
        let largest = min(limits.largestMessage, Int(UInt32.max))
        do {
            let upgrade: EventLoopFuture<Wire?> = try await ClientBootstrap(
                group: MultiThreadedEventLoopGroup.singleton
            )
            .connectTimeout(TimeAmount(limits.connect))
            .connect(host: target.host, port: target.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Self.prepare(channel, target, tls, largest)
                }
            }
            return try await Self.opened(upgrade, within: limits.connect)
        } catch let trouble as Trouble {
            throw trouble
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Trouble.unreachable
        }
    }

    private static func prepare(
        _ channel: any Channel, _ target: SocketTarget, _ tls: NIOSSLContext?, _ largest: Int
    ) throws -> EventLoopFuture<Wire?> {
        if let tls {
            // An address is no name to ask for (RFC 6066, 3).
            let isName = (try? SocketAddress(ipAddress: target.host, port: target.port)) == nil
            let handler = try NIOSSLClientHandler(context: tls, serverHostname: isName ? target.host : nil)
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: target.path,
            headers: ["Host": target.authority, "Content-Length": "0", "User-Agent": "deskbell"])
        return try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: .init(
                upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                    upgradeRequestHead: head, upgraders: [upgrader(largest)],
                    notUpgradingCompletionHandler: { channel in
                        channel.close(promise: nil)
                        return channel.eventLoop.makeSucceededFuture(nil)
                    })))
    }

    private static func upgrader(_ largest: Int) -> NIOTypedWebSocketClientUpgrader<Wire?> {
        NIOTypedWebSocketClientUpgrader(maxFrameSize: largest) { channel, _ in
            channel.eventLoop.makeCompletedFuture { try Wire(wrappingChannelSynchronously: channel) }
        }
    }

    private static func opened(_ upgrade: EventLoopFuture<Wire?>, within limit: Duration) async throws -> Wire {
        let wire = try await withThrowingTaskGroup(of: Wire?.self) { group in
            group.addTask { try await upgrade.get() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw Trouble.unreachable
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        guard let wire else { throw Trouble.refused }
        return wire
    }
}

/// When the other side was heard last.
private final class HeardMark: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var age: Duration { ContinuousClock.now - instant.withLock { $0 } }
    func set() { instant.withLock { $0 = .now } }
}
