import HummingbirdCore
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct LiveWebSocketTests {
    @Test func `a client is upgraded and heard`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.request()
                let answer = try await client.answer()
                #expect(answer.status == "101 Switching Protocols")
                #expect(answer.fields["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                #expect(answer.fields["upgrade"] == "websocket" && answer.fields["connection"] == "upgrade")
                try await client.write(ClientFrame.text("hello"))
                #expect(try await client.frame() == .text("hello"))
                try await client.write(ClientFrame.close(1000))
                #expect(try await client.frame() == .close(1000, ""))
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test func `a connection that has served requests can be upgraded`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                #expect(try await client.get("/hello").body == "hello")
                try await client.request("/refused")
                #expect(try await client.answer().status == "403 Forbidden")
                try await client.upgrade()
                try await client.write(ClientFrame.text("again"))
                #expect(try await client.frame() == .text("again"))
            }
        }
    }

    @Test func `frames sent along with the request are not lost`() async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.request(then: ClientFrame.text("early"))
                #expect(try await client.answer().status == "101 Switching Protocols")
                #expect(try await client.frame() == .text("early"))
            }
        }
    }

    static let violations: [(ByteBuffer, ServerFrame)] = [
        (ClientFrame.unmasked(0x1, [0x41]), .close(1002, "Frames of a client must be masked")),
        (ClientFrame.header(0x1, length: 1 << 62), .close(1009, "The message is too big")),
        (ClientFrame.frame(0x1, [0xC3, 0x28]), .close(1007, "Text must be UTF-8")),
        (ClientFrame.frame(0x2, [0]), .close(1003, "Only text is understood")),
    ]

    @Test(arguments: violations)
    func `a violation is told to the client before the connection ends`(
        bytes: ByteBuffer, expected: ServerFrame
    ) async throws {
        try await TestServer.run { server in
            try await RawClient.connect(server) { client in
                try await client.upgrade()
                try await client.write(bytes)
                #expect(try await client.frame() == expected)
                #expect(try await client.frame() == nil)
            }
        }
    }

    @Test func `nothing of HTTP is left in the pipeline`() async throws {
        let channels = Mutex<[any Channel]>([])
        let server = HTTPServerBuilder.http1WebSocketUpgrade { _, channel, _ in
            channels.withLock { $0.append(channel) }
            return .upgrade { socket in
                let channel = channels.withLock { $0[0] }
                let pipeline = channel.pipeline
                let found: [Void?] = [
                    try? await pipeline.containsHandler(type: HTTPSection.Decoder.self).get(),
                    try? await pipeline.containsHandler(type: HTTPResponseEncoder.self).get(),
                    try? await pipeline.containsHandler(type: HTTPConnectionStateHandler.self).get(),
                ]
                socket.send("\(found.compactMap { $0 }.count) left")
            }
        }
        try await TestServer.run(server) { server in
            try await RawClient.connect(server) { client in
                try await client.upgrade()
                #expect(try await client.frame() == .text("0 left"))
                #expect(try await client.frame() == .close(1000, ""))
            }
        }
    }

    @Test func `a closure that returns closes the socket`() async throws {
        try await TestServer.run(serve: { $0.send("that was all") }) { server in
            try await RawClient.connect(server) { client in
                try await client.upgrade()
                #expect(try await client.frame() == .text("that was all"))
                #expect(try await client.frame() == .close(1000, ""))
            }
        }
    }

    @Test func `a client that vanishes ends the messages`() async throws {
        let (endings, ended) = AsyncStream.makeStream(of: Void.self)
        let serve: @Sendable (WebSocketConnection) async -> Void = { socket in
            for await _ in socket.messages {}
            ended.yield()
        }
        try await TestServer.run(serve: serve) { server in
            try await RawClient.connect(server) { client in
                try await client.upgrade()
                try await client.channel.close()
            }
            for await _ in endings { break }
        }
    }

    @Test func `a client that stops reading is closed`() async throws {
        let (endings, ended) = AsyncStream.makeStream(of: Void.self)
        let payload = WebSocketPayload(String(repeating: "x", count: 65_536))
        let serve: @Sendable (WebSocketConnection) async -> Void = { socket in
            while socket.send(payload) { await Task.yield() }
            for await _ in socket.messages {}
            ended.yield()
        }
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(100)
        try await TestServer.run(configuration, serve: serve) { server in
            try await RawClient.connect(server) { client in
                try await client.upgrade()
                for await _ in endings { break }
            }
        }
    }

    @Test func `one payload goes to many sockets`() async throws {
        let payload = WebSocketPayload(utf8: ByteBuffer(string: "to all"))
        try await TestServer.run(serve: { $0.send(payload) }) { server in
            for _ in 0..<10 {
                try await RawClient.connect(server) { client in
                    try await client.upgrade()
                    #expect(try await client.frame() == .text("to all"))
                }
            }
        }
    }
}
