package import NIOCore

/// A complete message of the peer, put together from its fragments.
package enum WebSocketMessage: Sendable, Equatable {
    /// Text, checked to be well-formed UTF-8.
    case text(String)
    /// Bytes; only when ``WebSocketConfiguration/acceptsBinary`` is set.
    case binary(ByteBuffer)
}
