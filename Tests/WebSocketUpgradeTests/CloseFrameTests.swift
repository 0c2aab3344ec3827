import NIOCore
import Testing

@testable import WebSocketUpgrade

@Suite struct CloseFrameTests {
    private func payload(_ code: UInt16, _ reason: [UInt8] = []) -> ByteBuffer {
        var buffer = ByteBuffer(integer: code)
        buffer.writeBytes(reason)
        return buffer
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999] as [UInt16])
    func `a code that may travel is read`(code: UInt16) throws {
        let frame = try CloseFrame.decoded(payload(code, Array("why".utf8)))
        #expect(frame == CloseFrame(WebSocketCloseCode(rawValue: code), "why"))
    }

    @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535] as [UInt16])
    func `a code that may not travel is a violation`(code: UInt16) {
        #expect(throws: WebSocketViolation.badCloseCode) { try CloseFrame.decoded(payload(code)) }
    }

    @Test func `a close frame may be empty, but not half a code`() throws {
        #expect(try CloseFrame.decoded(ByteBuffer()) == CloseFrame(nil))
        #expect(throws: WebSocketViolation.badCloseCode) { try CloseFrame.decoded(ByteBuffer(bytes: [3])) }
    }

    @Test func `a reason is UTF-8`() {
        #expect(throws: WebSocketViolation.badText) { try CloseFrame.decoded(payload(1000, [0xC3])) }
    }

    @Test func `a long reason is cut between characters`() throws {
        var encoded = CloseFrame(.normalClosure, String(repeating: "ä", count: 80)).encoded
        let frame = try #require(ServerFrame(readingFrom: &encoded))
        #expect(frame == .close(1000, String(repeating: "ä", count: 61)))
    }
}
