import Logging

/// Cuts secrets and phone numbers short before another handler writes them.
struct RedactingLogHandler: LogHandler {
    private var base: any LogHandler

    init(_ base: any LogHandler) { self.base = base }

    /// Names that the desk itself gives to what happens; they look like numbers and are none.
    private static let ownNames: Set<String> = ["hb.request.id", "connection"]

    var logLevel: Logger.Level {
        get { base.logLevel }
        set { base.logLevel = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { base.metadataProvider }
        set { base.metadataProvider = newValue }
    }

    var metadata: Logger.Metadata {
        get { base.metadata }
        set { base.metadata = Self.redacted(newValue) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { base[metadataKey: key] }
        set { base[metadataKey: key] = newValue.map { Self.redacted($0, under: key) } }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(Redaction.redacted(event.message.description))"
        var metadata = event.metadata ?? [:]
        // As text: what an error says of itself may have values in it.
        if let error = event.error { metadata["error"] = .string(String(reflecting: error)) }
        event.error = nil
        event.metadata = metadata.isEmpty ? nil : Self.redacted(metadata)
        base.log(event: event)
    }

    private static func redacted(_ metadata: Logger.Metadata) -> Logger.Metadata {
        Logger.Metadata(uniqueKeysWithValues: metadata.map { ($0.key, redacted($0.value, under: $0.key)) })
    }

    private static func redacted(_ value: Logger.Metadata.Value, under key: String) -> Logger.Metadata.Value {
        guard !ownNames.contains(key) else { return value }
        switch value {
        case .string(let text): return .string(Redaction.redacted(text))
        case .stringConvertible(let described):
            let text = described.description
            let redacted = Redaction.redacted(text)
            return redacted == text ? value : .string(redacted)
        case .array(let values): return .array(values.map { Self.redacted($0, under: "") })
        case .dictionary(let values): return .dictionary(Self.redacted(values))
        }
    }
}
