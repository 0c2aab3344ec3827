import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct HTTPHandlersTests {
    @Test func `bytes that do not wait for the decision are kept up to a limit`() async throws {
        let channel = try await NIOAsyncTestingChannel { channel in
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            try HTTPHandlers(.init(), logger: logger).install(on: channel)
        }
        let head = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        try await channel.writeInbound(ByteBuffer(string: head))
        try await channel.writeInbound(ByteBuffer(repeating: 0x20, count: 200_000))
        await #expect(throws: ByteToMessageDecoderError.PayloadTooLargeError.self) {
            try await channel.writeInbound(ByteBuffer(repeating: 0x20, count: 20_000))
        }
        _ = try? await channel.finish()
    }
}
