package import Foundation

/// A moment of the wall clock in milliseconds since 1970, as the database keeps it.
package struct Timestamp: Sendable, Hashable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// Stays at the last representable moment instead of overflowing.
    package func adding(seconds: Int64) -> Timestamp {
        let (product, tooBig) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, overflow) = milliseconds.addingReportingOverflow(product)
        guard !tooBig, !overflow else { return Timestamp(milliseconds: seconds < 0 ? .min : .max) }
        return Timestamp(milliseconds: sum)
    }

    /// Whole seconds from an earlier moment; never negative, so a clock set back shows as zero.
    package func seconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        guard !overflow, difference > 0 else { return 0 }
        return difference / 1000
    }

    package var unixSeconds: Int64 { milliseconds / 1000 }

    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// Where the time comes from: the machine's clock, or a test's.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Timestamp

    package init(_ read: @escaping @Sendable () -> Timestamp) { self.read = read }

    package var now: Timestamp { read() }

    package static let system = WallClock {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
