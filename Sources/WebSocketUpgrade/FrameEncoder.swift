import NIOCore
import NIOWebSocket

/// Writes whole frames of a server: never masked, never fragmented (RFC 6455, 5.2).
enum FrameEncoder {
    private static let longestHeader = 10

    static func frame(_ opcode: WebSocketOpcode, _ payload: ByteBuffer) -> ByteBuffer {
        var frame = ByteBufferAllocator().buffer(capacity: longestHeader + payload.readableBytes)
        writeHeader(opcode, length: payload.readableBytes, to: &frame)
        frame.writeImmutableBuffer(payload)
        return frame
    }

    static func frame(_ opcode: WebSocketOpcode, _ text: String) -> ByteBuffer {
        let length = text.utf8.count
        var frame = ByteBufferAllocator().buffer(capacity: longestHeader + length)
        writeHeader(opcode, length: length, to: &frame)
        frame.writeString(text)
        return frame
    }

    private static func writeHeader(_ opcode: WebSocketOpcode, length: Int, to frame: inout ByteBuffer) {
        frame.writeInteger(0x80 | UInt8(webSocketOpcode: opcode))
        switch length {
        case ...125:
            frame.writeInteger(UInt8(truncatingIfNeeded: length))
        case ...0xFFFF:
            frame.writeInteger(UInt8(126))
            frame.writeInteger(UInt16(truncatingIfNeeded: length))
        default:
            frame.writeInteger(UInt8(127))
            frame.writeInteger(UInt64(length))
        }
    }
}
