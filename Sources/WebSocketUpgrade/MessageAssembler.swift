import NIOCore
import NIOWebSocket

/// What one frame of a client amounts to.
enum WebSocketEvent: Equatable {
    case incomplete
    case message(WebSocketMessage)
    case ping(ByteBuffer)
    case pong
    case close(CloseFrame)
}

/// Turns the frames of a client into messages and holds them to RFC 6455 and to the limits.
struct MessageAssembler {
    private struct Partial {
        let opcode: WebSocketOpcode
        var frames = 1
        var bytes: ByteBuffer
    }

    private let maxBytes: Int
    private let maxFrames: Int
    private let acceptsBinary: Bool
    private var partial: Partial?

    init(_ configuration: WebSocketConfiguration) {
        maxBytes = configuration.maxMessageBytes
        maxFrames = configuration.maxFramesPerMessage
        acceptsBinary = configuration.acceptsBinary
    }

    mutating func receive(_ frame: WebSocketFrame) throws(WebSocketViolation) -> WebSocketEvent {
        guard frame.maskKey != nil else { throw .notMasked }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw .reservedBits }
        return frame.opcode.isControlOpcode ? try control(frame) : try data(frame)
    }

    private func control(_ frame: WebSocketFrame) throws(WebSocketViolation) -> WebSocketEvent {
        guard frame.fin, frame.length <= 125 else { throw .badControlFrame }
        switch frame.opcode {
        case .ping: return .ping(frame.unmaskedData)
        case .pong: return .pong
        case .connectionClose: return .close(try CloseFrame.decoded(frame.unmaskedData))
        default: throw .unknownOpcode
        }
    }

    private mutating func data(_ frame: WebSocketFrame) throws(WebSocketViolation) -> WebSocketEvent {
        switch frame.opcode {
        case .text: break
        case .binary: guard acceptsBinary else { throw .binary }
        case .continuation: return try proceed(frame)
        default: throw .unknownOpcode
        }
        return try begin(frame)
    }

    private mutating func begin(_ frame: WebSocketFrame) throws(WebSocketViolation) -> WebSocketEvent {
        guard partial == nil else { throw .unfinishedMessage }
        guard frame.length <= maxBytes else { throw .tooBig }
        let begun = Partial(opcode: frame.opcode, bytes: frame.unmaskedData)
        guard frame.fin else {
            partial = begun
            return .incomplete
        }
        return .message(try finished(begun))
    }

    private mutating func proceed(_ frame: WebSocketFrame) throws(WebSocketViolation) -> WebSocketEvent {
        guard var grown = partial else { throw .unexpectedContinuation }
        partial = nil
        grown.frames += 1
        guard grown.frames <= maxFrames else { throw .tooManyFrames }
        guard frame.length <= maxBytes - grown.bytes.readableBytes else { throw .tooBig }
        grown.bytes.writeImmutableBuffer(frame.unmaskedData)
        guard frame.fin else {
            partial = grown
            return .incomplete
        }
        return .message(try finished(grown))
    }

    private func finished(_ whole: Partial) throws(WebSocketViolation) -> WebSocketMessage {
        guard whole.opcode == .text else { return .binary(whole.bytes) }
        guard let text = String(validating: whole.bytes.readableBytesView, as: UTF8.self) else { throw .badText }
        return .text(text)
    }
}
