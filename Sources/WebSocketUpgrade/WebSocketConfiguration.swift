/// Limits and times of one WebSocket.
package struct WebSocketConfiguration: Sendable {
    /// The longest message of a client, in bytes; a longer one closes the socket with 1009.
    package var maxMessageBytes = 65_536
    /// The most frames one message of a client may be cut into; more close the socket with 1008.
    package var maxFramesPerMessage = 64
    /// Whether binary messages are delivered; otherwise one closes the socket with 1003.
    package var acceptsBinary = false
    /// How many messages, pings and pongs a client may send each second in the long run; more close it with 1008.
    package var messagesPerSecond: Double = 50
    /// How many messages, pings and pongs a client may send at once.
    package var messageBurst = 200
    /// How many received messages wait for a slow consumer before reading from the network stops.
    package var inboundQueueLimit = 16
    /// How many messages wait for a slow client before it is closed with 1013; what the socket holds is not counted.
    package var outboundQueueLimit = 256
    /// How many bytes wait for a slow client before it is closed with 1013; what the socket holds is not counted.
    package var maxQueuedBytes = 1_048_576
    /// The time between two pings of the server.
    package var pingInterval: Duration = .seconds(20)
    /// How long after a ping the first byte of any kind may take before the socket is closed with 1001.
    package var pongTimeout: Duration = .seconds(20)
    /// How long a closing socket may drain its queue and wait for the client's answer.
    package var closeTimeout: Duration = .seconds(3)

    /// Told, from any thread, how many messages are not sent to a client that is closed with 1013.
    package var onTooSlow: (@Sendable (Int) -> Void)?

    package init() {}
}
