import Desk
import Foundation
import Mustache

/// A moment as pages show it: relative up to a day, exact in the tooltip.
struct TimeView: Sendable {
    let at: Timestamp
    let now: Timestamp

    var value: MustacheValue {
        [
            "iso": .text(Self.format(at, "%Y-%m-%dT%H:%M:%SZ")), "words": .text(words),
            "exact": .text(Self.format(at, "%e %b %Y, %H:%M UTC")),
        ]
    }

    private var words: String {
        let seconds = now.seconds(since: at)
        switch seconds {
        case ..<60: return "just now"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86400: return "\(seconds / 3600) h"
        default: return Self.format(at, "%e %b %Y")
        }
    }

    /// In UTC, by a pattern of `strftime`.
    static func format(_ time: Timestamp, _ pattern: String) -> String {
        var seconds = time_t(time.unixSeconds)
        var parts = tm()
        guard gmtime_r(&seconds, &parts) != nil else { return "" }
        let text = [CChar](unsafeUninitializedCapacity: 64) { buffer, count in
            count = strftime(buffer.baseAddress, buffer.count, pattern, &parts)
        }
        return String(decoding: text.map { UInt8(bitPattern: $0) }.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }

    static let sample = TimeView(at: Timestamp(milliseconds: 0), now: Timestamp(milliseconds: 60_000))
}
