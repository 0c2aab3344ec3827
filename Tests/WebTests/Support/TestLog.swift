import Logging
import Synchronization

/// What a desk wrote to its log, line by line.
final class TestLog: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        // As the server does for each request.
        logger[metadataKey: "hb.request.id"] = "test"
        return logger
    }

    /// A line that somebody else has put together.
    @Sendable func take(_ line: String) { write(line) }

    private func write(_ line: String) { written.withLock { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: TestLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        init(log: TestLog) { self.log = log }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let words = all.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
            log.write("\(event.level): \(event.message) \(words.joined(separator: " "))")
        }
    }
}
