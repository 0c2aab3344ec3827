import Synchronization
import Workers

/// A connection that only listens, on a thread of its own.
final class PostgresListener: Sendable {
    enum Heard: Sendable {
        /// It listens from now on; what was said before is lost.
        case listening
        case message(String)
    }

    let heard: AsyncStream<Heard>
    private let isClosed = Mutex(false)

    /// After this long without a word, this server's own signs of life among them, the connection is asked.
    private static let longestSilence: Duration = .seconds(4)
    private static let pause: Duration = .milliseconds(250)

    init(_ address: PostgresAddress, channel: String) {
        let (heard, continuation) = AsyncStream<Heard>.makeStream()
        self.heard = heard
        startThread { [weak self] in
            while let listener = self, !listener.isClosed.withLock({ $0 }) {
                try? listener.listen(address, channel, continuation)
                PostgresConnection.pause(Self.pause)
            }
            continuation.finish()
        }
    }

    func close() { isClosed.withLock { $0 = true } }

    private func listen(
        _ address: PostgresAddress, _ channel: String, _ continuation: AsyncStream<Heard>.Continuation
    ) throws(StorageError) {
        let connection = try PostgresConnection(address, .serving)
        try connection.run("LISTEN \(channel)")
        continuation.yield(.listening)
        var heardAt = ContinuousClock.now
        while !isClosed.withLock({ $0 }) {
            if ContinuousClock.now - heardAt > Self.longestSilence {
                // Silence may be this server's own: only a connection that does not answer is made anew.
                try connection.run("SELECT 1")
                heardAt = .now
            }
            _ = PostgresConnection.wait(connection.descriptor, until: .now + .milliseconds(500))
            for payload in try connection.notifications() {
                heardAt = .now
                continuation.yield(.message(payload))
            }
        }
    }
}
