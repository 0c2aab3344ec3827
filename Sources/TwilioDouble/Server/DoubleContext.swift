import Hummingbird
import NIOCore

/// What the double knows of a connection: how to end it.
struct DoubleContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }

    /// Ends the connection without an answer.
    func reset() { channel.close(mode: .all, promise: nil) }
}
