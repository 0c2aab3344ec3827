package import HTTPTypes
package import Logging
package import NIOCore

/// One open WebSocket: the way to its client, usable from any thread.
package struct WebSocketConnection: Sendable, Identifiable {
    /// The request that was upgraded.
    package let request: HTTPRequest
    /// The other end of the TCP connection: a proxy, where there is one.
    package let remoteAddress: SocketAddress?
    package let logger: Logger

    let inbox: Inbox
    let outbox: Outbox

    /// Tells this socket from every other open one.
    package var id: ObjectIdentifier { ObjectIdentifier(outbox) }

    /// What the client sends; see ``WebSocketMessages``.
    package var messages: WebSocketMessages { WebSocketMessages(inbox: inbox) }

    /// Queues a text message without waiting; false when the socket is closing or closed.
    ///
    /// A client that does not keep up is closed with 1013 when the queue exceeds its limits.
    @discardableResult
    package func send(_ text: String) -> Bool {
        send(WebSocketPayload(text))
    }

    /// Queues a message whose bytes are shared, not copied; otherwise as for text.
    @discardableResult
    package func send(_ payload: WebSocketPayload) -> Bool {
        outbox.enqueue(payload.frame)
    }

    /// Ends ``messages``, writes what is queued, says goodbye and closes within the configuration's `closeTimeout`.
    ///
    /// Returns at once; only the first call counts. Of the reason, 123 bytes of UTF-8 are sent.
    package func close(_ code: WebSocketCloseCode = .normalClosure, reason: String = "") {
        outbox.close(CloseFrame(code, reason))
    }
}

/// What becomes of a valid WebSocket request.
package enum WebSocketDecision: Sendable {
    /// The application's router answers it like any other request.
    case pass
    /// It becomes a WebSocket, which is open while the closure runs; it should return soon after `messages` ends.
    case upgrade(@Sendable (WebSocketConnection) async -> Void)
}
