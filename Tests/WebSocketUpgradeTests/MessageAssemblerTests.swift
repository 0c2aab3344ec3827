import NIOCore
import NIOWebSocket
import Testing

@testable import WebSocketUpgrade

@Suite struct MessageAssemblerTests {
    private var assembler: MessageAssembler

    init() {
        var configuration = WebSocketConfiguration()
        configuration.maxMessageBytes = 10
        configuration.maxFramesPerMessage = 3
        assembler = MessageAssembler(configuration)
    }

    private func frame(_ opcode: WebSocketOpcode, _ bytes: [UInt8], fin: Bool = true) -> WebSocketFrame {
        var data = ByteBuffer(bytes: bytes)
        let key: WebSocketMaskingKey = [1, 2, 3, 4]
        data.webSocketMask(key)
        return WebSocketFrame(fin: fin, opcode: opcode, maskKey: key, data: data)
    }

    private mutating func receive(
        _ opcode: WebSocketOpcode, _ text: String, fin: Bool = true
    ) throws -> WebSocketEvent {
        try assembler.receive(frame(opcode, Array(text.utf8), fin: fin))
    }

    @Test mutating func `a message in one frame is delivered`() throws {
        #expect(try receive(.text, "grüß") == .message(.text("grüß")))
        #expect(try receive(.text, "") == .message(.text("")))
    }

    @Test mutating func `fragments become one message, with a ping between them`() throws {
        #expect(try receive(.text, "one ", fin: false) == .incomplete)
        #expect(try receive(.ping, "?") == .ping(ByteBuffer(string: "?")))
        #expect(try receive(.continuation, "two ", fin: false) == .incomplete)
        #expect(try receive(.continuation, "3") == .message(.text("one two 3")))
        #expect(try receive(.text, "next") == .message(.text("next")))
    }

    @Test mutating func `a character may be cut by a frame's end`() throws {
        #expect(try assembler.receive(frame(.text, [0xE2, 0x82], fin: false)) == .incomplete)
        #expect(try assembler.receive(frame(.continuation, [0xAC])) == .message(.text("€")))
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x41, 0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    mutating func `text that is not UTF-8 is a violation`(bytes: [UInt8]) {
        #expect(throws: WebSocketViolation.badText) { try assembler.receive(frame(.text, bytes)) }
    }

    @Test mutating func `a message one byte too long is a violation, in one frame or several`() throws {
        #expect(try receive(.text, "0123456789") == .message(.text("0123456789")))
        #expect(throws: WebSocketViolation.tooBig) { try receive(.text, "0123456789a") }
        #expect(try receive(.text, "01234", fin: false) == .incomplete)
        #expect(throws: WebSocketViolation.tooBig) { try receive(.continuation, "56789a") }
    }

    @Test mutating func `a message in too many frames is a violation, also of empty ones`() throws {
        #expect(try receive(.text, "", fin: false) == .incomplete)
        #expect(try receive(.continuation, "", fin: false) == .incomplete)
        #expect(try receive(.continuation, "", fin: false) == .incomplete)
        #expect(throws: WebSocketViolation.tooManyFrames) { try receive(.continuation, "") }
    }

    @Test mutating func `fragments of two messages cannot be mixed`() throws {
        #expect(throws: WebSocketViolation.unexpectedContinuation) { try receive(.continuation, "x") }
        #expect(try receive(.text, "one", fin: false) == .incomplete)
        #expect(throws: WebSocketViolation.unfinishedMessage) { try receive(.text, "two") }
    }

    @Test mutating func `binary is refused unless it is allowed`() throws {
        #expect(throws: WebSocketViolation.binary) { try receive(.binary, "x", fin: false) }
        var configuration = WebSocketConfiguration()
        configuration.acceptsBinary = true
        assembler = MessageAssembler(configuration)
        #expect(try assembler.receive(frame(.binary, [0xFF])) == .message(.binary(ByteBuffer(bytes: [0xFF]))))
    }

    @Test(arguments: [0x3, 0x7, 0xB, 0xF] as [UInt8])
    mutating func `a reserved opcode is a violation`(code: UInt8) throws {
        let opcode = try #require(WebSocketOpcode(encodedWebSocketOpcode: code))
        #expect(throws: WebSocketViolation.unknownOpcode) { try receive(opcode, "") }
    }

    @Test mutating func `reserved bits and a missing mask are violations`() {
        var reserved = frame(.text, [])
        reserved.rsv1 = true
        #expect(throws: WebSocketViolation.reservedBits) { try assembler.receive(reserved) }
        let unmasked = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer())
        #expect(throws: WebSocketViolation.notMasked) { try assembler.receive(unmasked) }
    }

    @Test mutating func `control frames are whole and short`() {
        #expect(throws: WebSocketViolation.badControlFrame) { try receive(.ping, "", fin: false) }
        let long = [UInt8](repeating: 0x20, count: 126)
        #expect(throws: WebSocketViolation.badControlFrame) { try assembler.receive(frame(.pong, long)) }
    }
}
