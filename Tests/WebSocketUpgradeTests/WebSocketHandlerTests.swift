import NIOCore
import NIOEmbedded
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct WebSocketHandlerTests {
    @Test func `a text message reaches the consumer and an answer the client`() async throws {
        let socket = try await TestSocket()
        try await socket.receive(ClientFrame.text("hello"))
        #expect(await socket.inbox.next() == .text("hello"))
        #expect(socket.send("hi"))
        #expect(try await socket.sent() == [.text("hi")])
        try await socket.finish()
    }

    @Test func `bytes may come one at a time`() async throws {
        let socket = try await TestSocket()
        for byte in ClientFrame.text("grüß").readableBytesView {
            try await socket.receive(bytes: ByteBuffer(integer: byte))
        }
        #expect(await socket.inbox.next() == .text("grüß"))
        try await socket.finish()
    }

    @Test(arguments: [0, 125, 126, 65_535, 65_536])
    func `a message of any length arrives whole`(length: Int) async throws {
        let socket = try await TestSocket()
        let text = String(repeating: "x", count: length)
        try await socket.receive(ClientFrame.text(text))
        #expect(await socket.inbox.next() == .text(text))
        #expect(socket.send(text))
        #expect(try await socket.sent() == [.text(text)])
        try await socket.finish()
    }

    @Test func `a ping is answered with its own payload`() async throws {
        let socket = try await TestSocket()
        try await socket.receive(ClientFrame.ping("once"), ClientFrame.ping("twice"))
        #expect(try await socket.sent() == [.pong("once"), .pong("twice")])
        try await socket.finish()
    }

    static let violations: [(String, ByteBuffer, UInt16)] = [
        ("unmasked", ClientFrame.unmasked(0x1, [0x41]), 1002),
        ("reserved bit", ClientFrame.frame(0x1, [0x41], reserved: 0x40), 1002),
        ("reserved opcode", ClientFrame.frame(0x3, []), 1002),
        ("reserved control opcode", ClientFrame.frame(0xB, []), 1002),
        ("nothing to continue", ClientFrame.frame(0x0, [0x41]), 1002),
        ("fragmented ping", ClientFrame.frame(0x9, [], fin: false), 1002),
        ("long ping", ClientFrame.header(0x9, length: 126), 1002),
        ("one byte of close code", ClientFrame.frame(0x8, [3]), 1002),
        ("forbidden close code", ClientFrame.close(1005), 1002),
        ("binary", ClientFrame.frame(0x2, [1]), 1003),
        ("bad text", ClientFrame.frame(0x1, [0xFF]), 1007),
        ("too long", ClientFrame.header(0x1, length: 65_537), 1009),
        ("much too long", ClientFrame.header(0x1, length: 1 << 40), 1009),
        ("longest", ClientFrame.header(0x1, length: .max >> 1), 1009),
        ("negative length", ClientFrame.header(0x1, length: .max), 1009),
    ]

    @Test(arguments: violations)
    func `a violation is answered with its code and ends the messages`(
        name: String, bytes: ByteBuffer, code: UInt16
    ) async throws {
        let socket = try await TestSocket()
        try await socket.receive(bytes: bytes)
        let sent = try await socket.sent()
        guard case .close(code, let reason) = sent.first else { throw Unexpected(sent) }
        #expect(sent.count == 1 && !reason.isEmpty)
        #expect(await socket.inbox.next() == nil)
        #expect(!socket.send("too late"))
        try await socket.finish()
    }

    @Test func `text cut into a thousand frames is refused`() async throws {
        let socket = try await TestSocket()
        try await socket.receive(ClientFrame.text("x", fin: false))
        for _ in 0..<1_000 where socket.isOpen {
            try await socket.receive(ClientFrame.continuation("x", fin: false))
        }
        #expect(try await socket.sent() == [.close(1008, "Too many frames in one message")])
        try await socket.finish()
    }

    @Test func `a flood of messages or pings is refused, a steady stream is not`() async throws {
        var configuration = WebSocketConfiguration()
        configuration.messageBurst = 3
        configuration.messagesPerSecond = 1
        let socket = try await TestSocket(configuration)
        for _ in 0..<5 {
            try await socket.receive(ClientFrame.text("steady"))
            await socket.pass(.seconds(1))
        }
        #expect(try await socket.sent().isEmpty)
        try await socket.receive(ClientFrame.pong, ClientFrame.pong, ClientFrame.pong, ClientFrame.pong)
        #expect(try await socket.sent() == [.close(1008, "Too many messages")])
        try await socket.finish()
    }

    @Test func `reading stops while the consumer is behind`() async throws {
        var configuration = WebSocketConfiguration()
        configuration.inboundQueueLimit = 2
        let socket = try await TestSocket(configuration)
        try await socket.receive(ClientFrame.text("1"), ClientFrame.text("2"))
        #expect(socket.inbox.holdsReading())
        // A consumer that is behind is not the client's fault: silence is not counted against it.
        socket.channel.read()
        await socket.pass(.seconds(100))
        #expect(socket.isOpen)
        #expect(await socket.inbox.next() == .text("1"))
        #expect(!socket.inbox.holdsReading())
        try await socket.finish()
    }
}

struct Unexpected: Error {
    let sent: [ServerFrame]

    init(_ sent: [ServerFrame]) {
        self.sent = sent
    }
}
