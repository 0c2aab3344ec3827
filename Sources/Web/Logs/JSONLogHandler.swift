import Desk
import Logging

/// One JSON object for each line: time, level, message and logger, then what the line says besides.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let clock: WallClock
    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes a line with its newline.
    init(label: String, clock: WallClock = .system, write: @escaping @Sendable (String) -> Void) {
        self.label = label
        self.clock = clock
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let members = head(event) + said(event).sorted { $0.key < $1.key }.map { Self.entry($0.key, $0.value) }
        write("{\(members.joined(separator: ","))}\n")
    }

    private func head(_ event: LogEvent) -> [String] {
        [
            Self.member("time", Self.time(clock.now)), Self.member("level", event.level.rawValue),
            Self.member("message", event.message.description), Self.member("logger", label),
        ]
    }

    private func said(_ event: LogEvent) -> Logger.Metadata {
        var all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
        all.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = .string(String(reflecting: error)) }
        return all
    }

    // MARK: JSON

    private static let heads: Set<String> = ["time", "level", "message", "logger"]

    private static func member(_ key: String, _ text: String) -> String {
        "\(JSONValue.quoted(key)):\(JSONValue.quoted(text))"
    }

    /// No key stands twice in an object.
    private static func entry(_ key: String, _ value: Logger.Metadata.Value) -> String {
        let name = heads.contains(key) ? "_" + key : key
        return "\(JSONValue.quoted(name)):\(json(value))"
    }

    private static func json(_ value: Logger.Metadata.Value) -> String {
        switch value {
        case .string(let text): return JSONValue.quoted(text)
        case .stringConvertible(let described):
            if let number = described as? Int { return String(number) }
            return JSONValue.quoted(described.description)
        case .array(let values): return "[\(values.map(json).joined(separator: ","))]"
        case .dictionary(let values):
            let members = values.sorted { $0.key < $1.key }.map { "\(JSONValue.quoted($0.key)):\(json($0.value))" }
            return "{\(members.joined(separator: ","))}"
        }
    }

    /// RFC 3339 in UTC, to the millisecond.
    static func time(_ time: Timestamp) -> String {
        let milliseconds = String(max(0, time.milliseconds) % 1000)
        let zeros = String(repeating: "0", count: 3 - milliseconds.utf8.count)
        return TimeView.format(time, "%Y-%m-%dT%H:%M:%S") + "." + zeros + milliseconds + "Z"
    }
}
