import NIOCore
import NIOEmbedded
import Testing

@testable import WebSocketUpgrade

@Suite(.timeLimit(.minutes(1))) struct WebSocketClosingTests {
    @Test func `a client's goodbye is answered with its code and the connection ends`() async throws {
        let socket = try await TestSocket()
        try await socket.receive(ClientFrame.close(3001, "bye"))
        #expect(try await socket.sent() == [.close(3001, "")])
        #expect(!socket.isOpen)
        #expect(await socket.inbox.next() == nil)
        try await socket.finish()
    }

    @Test func `a goodbye without a code is answered without one`() async throws {
        let socket = try await TestSocket()
        try await socket.receive(ClientFrame.frame(0x8, []))
        #expect(try await socket.sent() == [.close(nil, "")])
        try await socket.finish()
    }

    @Test func `closing writes what is queued first and ends with the client's answer`() async throws {
        let socket = try await TestSocket()
        await socket.setWritable(false)
        #expect(socket.send("last words"))
        socket.outbox.close(CloseFrame(.policyViolation, "Signed out"))
        #expect(!socket.send("too late"))
        #expect(try await socket.sent().isEmpty)
        await socket.setWritable(true)
        #expect(try await socket.sent() == [.text("last words"), .close(1008, "Signed out")])
        #expect(socket.isOpen)
        try await socket.receive(ClientFrame.close(1008))
        #expect(!socket.isOpen)
        try await socket.finish()
    }

    @Test func `a client that never answers is cut off`() async throws {
        let socket = try await TestSocket()
        socket.outbox.close(.normal)
        #expect(try await socket.sent() == [.close(1000, "")])
        await socket.pass(.milliseconds(2_999))
        #expect(socket.isOpen)
        await socket.pass(.milliseconds(1))
        #expect(!socket.isOpen)
        try await socket.finish()
    }

    @Test func `a client that reads nothing is cut off as well`() async throws {
        let socket = try await TestSocket()
        await socket.setWritable(false)
        #expect(socket.send("never read"))
        socket.outbox.close(.normal)
        await socket.pass(.seconds(3))
        #expect(!socket.isOpen)
        try await socket.finish()
    }

    @Test func `a client that does not keep up is told so`() async throws {
        var configuration = WebSocketConfiguration()
        configuration.outboundQueueLimit = 2
        let socket = try await TestSocket(configuration)
        await socket.setWritable(false)
        #expect([1, 2, 3].map { socket.send("\($0)") } == [true, true, false])
        #expect(await socket.inbox.next() == nil)
        #expect(try await socket.sent() == [.close(1013, "Too slow to keep up")])
        try await socket.finish()
    }

    @Test func `what arrives after closing has begun is not delivered`() async throws {
        let socket = try await TestSocket()
        try await socket.receive(ClientFrame.text("before"))
        socket.outbox.close(.normal)
        _ = try await socket.sent()
        try await socket.receive(ClientFrame.text("after"))
        #expect(await socket.inbox.next() == .text("before"))
        #expect(await socket.inbox.next() == nil)
        try await socket.finish()
    }

    @Test func `a server that shuts down says so`() async throws {
        let socket = try await TestSocket()
        socket.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(try await socket.sent() == [.close(1001, "The server is going away")])
        try await socket.finish()
    }

    @Test func `a client that hangs up is gone at once`() async throws {
        let socket = try await TestSocket()
        socket.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        await socket.channel.testingEventLoop.run()
        #expect(!socket.isOpen)
        #expect(await socket.inbox.next() == nil)
        #expect(!socket.send("to nobody"))
        try await socket.finish()
    }

    @Test func `a cancelled connection is closed`() async throws {
        let socket = try await TestSocket()
        try await socket.channel.close(mode: .input)
        #expect(!socket.isOpen)
        try await socket.finish()
    }

    @Test func `the client is pinged, and any byte shows that it lives`() async throws {
        let socket = try await TestSocket()
        let halfAFrame = ByteBuffer(bytes: [0x81])
        await socket.pass(.seconds(20))
        #expect(try await socket.sent() == [.ping])
        try await socket.receive(bytes: halfAFrame)
        await socket.pass(.seconds(20))
        #expect(try await socket.sent() == [.ping])
        try await socket.finish()
    }

    @Test func `a silent client is closed with 1001`() async throws {
        let socket = try await TestSocket()
        await socket.pass(.seconds(20))
        #expect(try await socket.sent() == [.ping])
        await socket.pass(.seconds(20))
        #expect(try await socket.sent() == [.close(1001, "No answer to a ping")])
        await socket.pass(.seconds(3))
        #expect(!socket.isOpen)
        try await socket.finish()
    }

    @Test func `nothing keeps a closed socket alive`() async throws {
        weak var outbox: Outbox?
        weak var inbox: Inbox?
        do {
            let socket = try await TestSocket()
            (outbox, inbox) = (socket.outbox, socket.inbox)
            try await socket.finish()
        }
        #expect(outbox == nil && inbox == nil)
    }
}
