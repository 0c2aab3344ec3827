package import NIOCore
import NIOWebSocket

/// A message made ready for the wire once, so that thousands of sockets can share its bytes.
package struct WebSocketPayload: Sendable {
    let frame: ByteBuffer

    /// A text message.
    package init(_ text: String) {
        frame = FrameEncoder.frame(.text, text)
    }

    /// A text message of bytes that are UTF-8 already; browsers close the socket where they are not.
    package init(utf8 bytes: ByteBuffer) {
        frame = FrameEncoder.frame(.text, bytes)
    }

    /// A binary message.
    package init(binary bytes: ByteBuffer) {
        frame = FrameEncoder.frame(.binary, bytes)
    }
}
