import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct HTTPCodecTests {
    static let head = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"

    /// The intents of a request and of the one behind it, as far as NIO's decoder gets.
    private func intents(_ bytes: String) async throws -> [UpgradeIntent?] {
        let heads = Mutex<[HTTPRequestHead]>([])
        let channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        }
        try await channel.writeInbound(ByteBuffer(string: bytes + "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        while let part = try await channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .head(let head) = part { heads.withLock { $0.append(head) } }
        }
        _ = try? await channel.finish()
        return heads.withLock { $0.map { UpgradeIntent($0) } }
    }

    @Test(arguments: [
        "upgrade", "Upgrade", "UPGRADE", "keep-alive, Upgrade", "upgrade,close", "x-1, upgrade, y", "close,  upgrade",
        "upgrade ", "upgrade\t", "\tupgrade", "upgrade ,x", "upgrade\t,x", ",upgrade", "x y, upgrade", "x upgrade",
        "upgraded", "xupgrade", "up grade", "upgrade;x", "upgrade=1", "\"upgrade\"", "upgrade,", ",", "", "keep-alive",
        "upgrade\r\nConnection: close", "close\r\nConnection: upgrade", "upgrade\r\nConnection: x y",
        "x\r\nX: 1\r\nConnection: upgrade", "keep-alive, upgrade, upgrade", "upgrad, e", "closeupgrade",
        "keep-aliveupgrade", "keep-alive upgrade", "upgradekeep-alive", "close\tupgrade", "ſupgrade", "upgrade\u{e9}",
    ])
    func `what counts as resumable is where the decoder really stops`(connection: String) async throws {
        for more in ["", "Content-Length: 0\r\n"] {
            let intents = try await intents("\(Self.head)Connection: \(connection)\r\n\(more)\r\n")
            guard let intent = intents.first ?? nil, intent.isResumable else { continue }
            #expect(intents.count == 1)
        }
    }

    @Test(arguments: ["Content-Length: 3", "Transfer-Encoding: chunked", "Content-Length: 00", "Content-Length: 3, 3"])
    func `a request with a body is never resumable`(field: String) async throws {
        let intents = try? await intents("\(Self.head)Connection: Upgrade\r\n\(field)\r\n\r\n")
        #expect((intents?.first ?? nil)?.isResumable != true)
    }

    private func codecChannel() async throws -> NIOAsyncTestingChannel {
        try await NIOAsyncTestingChannel { channel in
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            try HTTPCodec(.init(), logger: logger).install(on: channel)
        }
    }

    @Test func `nothing is read while an upgrade is being decided`() async throws {
        let reads = Mutex(0)
        let channel = try await codecChannel()
        try await channel.testingEventLoop.executeInContext {
            let counter = ReadCounter { reads.withLock { $0 += 1 } }
            try channel.pipeline.syncOperations.addHandler(counter, position: .first)
        }
        channel.read()
        await channel.testingEventLoop.run()
        #expect(reads.withLock { $0 } == 1)
        try await channel.writeInbound(ByteBuffer(string: Self.head + "Connection: Upgrade\r\n\r\n"))
        channel.read()
        await channel.testingEventLoop.run()
        #expect(reads.withLock { $0 } == 1)
        try await HTTPCodec.resume(channel)
        #expect(reads.withLock { $0 } == 2)
        _ = try? await channel.finish()
    }

    @Test func `bytes that did not wait for the decision are kept up to a limit`() async throws {
        let channel = try await codecChannel()
        try await channel.writeInbound(ByteBuffer(string: Self.head + "Connection: Upgrade\r\n\r\n"))
        try await channel.writeInbound(ByteBuffer(repeating: 0x20, count: 200_000))
        await #expect(throws: ByteToMessageDecoderError.PayloadTooLargeError.self) {
            try await channel.writeInbound(ByteBuffer(repeating: 0x20, count: 20_000))
        }
        _ = try? await channel.finish()
    }
}

private final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = Any

    private let count: () -> Void

    init(_ count: @escaping () -> Void) {
        self.count = count
    }

    func read(context: ChannelHandlerContext) {
        count()
        context.read()
    }
}
