import Foundation
package import Logging

/// How lines of the log look; secrets and phone numbers are cut short in both forms.
package enum LogFormat: String, CaseIterable, Sendable {
    case text, json

    /// Writes to standard error.
    package func handler(label: String) -> any LogHandler {
        switch self {
        case .text: RedactingLogHandler(StreamLogHandler.standardError(label: label))
        case .json: RedactingLogHandler(JSONLogHandler(label: label, write: Self.writeToStandardError))
        }
    }

    /// A line goes out in one piece, so that those of several threads do not mix.
    @Sendable private static func writeToStandardError(_ line: String) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
