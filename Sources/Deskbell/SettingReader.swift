import Configuration
import Foundation

/// Reads settings and names the wrong ones as the operator writes them.
struct SettingReader {
    private let config: ConfigReader

    init(_ config: ConfigReader) { self.config = config }

    /// The value; an empty one counts as absent, as an unfilled line of `.env` is.
    func text(_ key: String) -> String? {
        let value = config.string(forKey: ConfigKey(key))?.trimmingCharacters(in: .whitespaces)
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    func number(_ key: String, default fallback: Int, in range: ClosedRange<Int>) throws(Complaint) -> Int {
        guard let text = text(key) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw wrong(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ key: String, default fallback: Value
    ) throws(Complaint) -> Value {
        guard let text = text(key) else { return fallback }
        guard let value = Value(rawValue: text) else {
            throw wrong(key, "must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    /// A path of a file that can be read.
    func file(_ key: String) throws(Complaint) -> String? {
        guard let path = text(key) else { return nil }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw wrong(key, "names \(path), which cannot be read")
        }
        return path
    }

    /// The sentence that stops the start.
    func wrong(_ key: String, _ what: String) -> Complaint { Complaint("\(Self.name(of: key)) \(what).") }

    /// `deskbell.public.url` is `DESKBELL_PUBLIC_URL`.
    static func name(of key: String) -> String {
        key.uppercased().split(separator: ".").joined(separator: "_")
    }
}
