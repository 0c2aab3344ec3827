import NIOCore
import NIOWebSocket

/// The frames of a client, right and wrong ones.
enum ClientFrame {
    static let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]

    static func text(_ text: String, fin: Bool = true) -> ByteBuffer {
        frame(0x1, Array(text.utf8), fin: fin)
    }

    static func continuation(_ text: String, fin: Bool) -> ByteBuffer {
        frame(0x0, Array(text.utf8), fin: fin)
    }

    static func close(_ code: UInt16, _ reason: String = "") -> ByteBuffer {
        frame(0x8, [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8))
    }

    static func ping(_ payload: String) -> ByteBuffer {
        frame(0x9, Array(payload.utf8))
    }

    static let pong = frame(0xA, [])

    static func frame(_ opcode: UInt8, _ payload: [UInt8], fin: Bool = true, reserved: UInt8 = 0) -> ByteBuffer {
        var buffer = header(opcode, length: UInt64(payload.count), fin: fin, reserved: reserved)
        buffer.writeBytes(mask)
        buffer.writeBytes(payload.enumerated().map { $1 ^ mask[$0 % 4] })
        return buffer
    }

    static func header(
        _ opcode: UInt8, length: UInt64, fin: Bool = true, reserved: UInt8 = 0, masked: Bool = true
    ) -> ByteBuffer {
        var buffer = ByteBuffer()
        let bit: UInt8 = masked ? 0x80 : 0
        buffer.writeInteger((fin ? 0x80 : 0) | reserved | opcode)
        switch length {
        case ...125: buffer.writeInteger(bit | UInt8(length))
        case ...0xFFFF: buffer.writeMultipleIntegers(bit | 126, UInt16(length))
        default: buffer.writeMultipleIntegers(bit | 127, length)
        }
        return buffer
    }

    static func unmasked(_ opcode: UInt8, _ payload: [UInt8]) -> ByteBuffer {
        var buffer = header(opcode, length: UInt64(payload.count), masked: false)
        buffer.writeBytes(payload)
        return buffer
    }
}
