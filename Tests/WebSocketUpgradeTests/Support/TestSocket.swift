import NIOCore
import NIOEmbedded

@testable import WebSocketUpgrade

/// The WebSocket part of a pipeline with nothing but the test on either side, and a clock that the test turns.
struct TestSocket {
    let channel: NIOAsyncTestingChannel
    let inbox: Inbox
    let outbox: Outbox

    init(_ configuration: WebSocketConfiguration = .init()) async throws {
        let setup = WebSocketSetup(configuration)
        inbox = setup.inbox
        outbox = setup.outbox
        channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandlers(setup.handlers(channel))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).get()
    }

    var isOpen: Bool { channel.isActive }

    func receive(_ frames: ByteBuffer...) async throws {
        for frame in frames {
            try await receive(bytes: frame)
        }
    }

    func receive(bytes: ByteBuffer) async throws {
        let channel = channel
        try await channel.testingEventLoop.executeInContext {
            channel.pipeline.fireChannelRead(bytes)
            channel.pipeline.fireChannelReadComplete()
        }
        await channel.testingEventLoop.run()
    }

    /// Everything the server has written since the last call.
    func sent() async throws -> [ServerFrame] {
        await channel.testingEventLoop.run()
        var bytes = ByteBuffer()
        while let written = try await channel.readOutbound(as: ByteBuffer.self) {
            bytes.writeImmutableBuffer(written)
        }
        var frames: [ServerFrame] = []
        while let frame = ServerFrame(readingFrom: &bytes) { frames.append(frame) }
        return frames
    }

    func send(_ text: String) -> Bool {
        outbox.enqueue(WebSocketPayload(text).frame)
    }

    func setWritable(_ isWritable: Bool) async {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
        await channel.testingEventLoop.run()
    }

    func pass(_ time: TimeAmount) async {
        await channel.testingEventLoop.advanceTime(by: time)
    }

    func finish() async throws {
        _ = try? await channel.finish(acceptAlreadyClosed: true)
    }
}
