import NIOCore

/// A frame of the server as it came over the wire.
enum ServerFrame: Equatable {
    case text(String)
    case binary([UInt8])
    case close(UInt16?, String)
    case ping
    case pong(String)
    case other(UInt8)

    /// Takes the first whole frame; nil when there is none yet. Server frames are neither masked nor fragmented.
    init?(readingFrom buffer: inout ByteBuffer) {
        var ahead = buffer
        guard let first = ahead.readInteger(as: UInt8.self), let length = Self.length(&ahead),
            var payload = ahead.readSlice(length: length)
        else { return nil }
        buffer = ahead
        self.init(first, &payload)
    }

    private init(_ first: UInt8, _ payload: inout ByteBuffer) {
        switch first {
        case 0x81: self = .text(String(buffer: payload))
        case 0x82: self = .binary(Array(payload.readableBytesView))
        case 0x88: self = .close(payload.readInteger(), String(buffer: payload))
        case 0x89: self = .ping
        case 0x8A: self = .pong(String(buffer: payload))
        default: self = .other(first)
        }
    }

    private static func length(_ buffer: inout ByteBuffer) -> Int? {
        switch buffer.readInteger(as: UInt8.self) {
        case 126: buffer.readInteger(as: UInt16.self).map(Int.init)
        case 127: buffer.readInteger(as: UInt64.self).flatMap(Int.init(exactly:))
        case let short: short.map(Int.init)
        }
    }
}
