import NIOCore
import NIOWebSocket

/// What a close frame says: a code and a short reason, or nothing at all.
struct CloseFrame: Equatable, Sendable {
    let code: WebSocketCloseCode?
    let reason: String

    /// RFC 6455, 5.5: a control frame carries 125 bytes, two of them are the code.
    private static let longestReason = 123

    static let normal = CloseFrame(.normalClosure)
    static let goingAway = CloseFrame(.goingAway, "The server is going away")
    static let noAnswer = CloseFrame(.goingAway, "No answer to a ping")
    static let tooSlow = CloseFrame(.tryAgainLater, "Too slow to keep up")

    init(_ code: WebSocketCloseCode?, _ reason: String = "") {
        self.code = code
        self.reason = reason
    }

    var encoded: ByteBuffer {
        var payload = ByteBuffer()
        if let code {
            payload.writeInteger(code.rawValue)
            payload.writeString(Self.shortened(reason))
        }
        return FrameEncoder.frame(.connectionClose, payload)
    }

    /// Reads the payload of a close frame (RFC 6455, 5.5.1).
    static func decoded(_ payload: ByteBuffer) throws(WebSocketViolation) -> CloseFrame {
        var payload = payload
        guard payload.readableBytes > 0 else { return CloseFrame(nil) }
        guard let number = payload.readInteger(as: UInt16.self) else { throw .badCloseCode }
        let code = WebSocketCloseCode(rawValue: number)
        guard code.isAllowedOnTheWire else { throw .badCloseCode }
        guard let reason = String(validating: payload.readableBytesView, as: UTF8.self) else { throw .badText }
        return CloseFrame(code, reason)
    }

    private static func shortened(_ reason: String) -> String {
        var length = 0
        let fitting = reason.unicodeScalars.prefix { scalar in
            length += UTF8.width(scalar)
            return length <= longestReason
        }
        return String(fitting)
    }
}
