import CoreMetrics
import Synchronization

/// The kinds of the text format that the desk uses.
enum MetricKind: String, Sendable {
    case counter, gauge, histogram
}

struct MetricLabel: Sendable, Hashable, Comparable {
    let name: String
    let value: String

    static func < (left: MetricLabel, right: MetricLabel) -> Bool {
        (left.name, left.value) < (right.name, right.value)
    }
}

/// What one series has to say at one moment.
enum MetricReading: Sendable {
    case count(Int64)
    case level(Double)
    /// How many values were at most as large as each bound, in the order of `HistogramSeries.bounds`, and of all.
    case spread(within: [Int64], count: Int64, sum: Double)
}

/// The values behind one name with one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    static var kind: MetricKind { get }

    init()

    var reading: MetricReading { get }
}

/// One name with all its series.
struct MetricSnapshot: Sendable {
    struct Series: Sendable {
        let labels: [MetricLabel]
        let reading: MetricReading
    }

    let name: String
    let kind: MetricKind
    let series: [Series]
}

/// A number that only grows.
final class CounterSeries: MetricSeries, CounterHandler {
    static let kind = MetricKind.counter
    private let count = Mutex<Int64>(0)

    init() {}

    /// Begins again at zero instead of overflowing, as readers of counters expect.
    func increment(by amount: Int64) {
        count.withLock { count in
            let (sum, overflows) = count.addingReportingOverflow(max(0, amount))
            count = overflows ? 0 : sum
        }
    }

    func reset() { count.withLock { $0 = 0 } }

    var reading: MetricReading { .count(count.withLock { $0 }) }
}

/// A number that goes up and down.
final class GaugeSeries: MetricSeries, RecorderHandler, MeterHandler {
    static let kind = MetricKind.gauge
    private let level = Mutex<Double>(0)

    init() {}

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { level.withLock { $0 = value } }

    func increment(by amount: Double) { level.withLock { $0 += amount } }

    func decrement(by amount: Double) { level.withLock { $0 -= amount } }

    var reading: MetricReading { .level(level.withLock { $0 }) }
}

/// How long things took, in seconds.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    static let kind = MetricKind.histogram

    /// From half a millisecond, a quick page, to half a minute, the longest ringing; in seconds.
    static let bounds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private struct Values {
        var within = [Int64](repeating: 0, count: HistogramSeries.bounds.count)
        var count: Int64 = 0
        var sum: Double = 0
    }

    private let values = Mutex(Values())

    init() {}

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        values.withLock { values in
            for (index, bound) in Self.bounds.enumerated() where value <= bound { values.within[index] &+= 1 }
            values.count &+= 1
            values.sum += value
        }
    }

    var reading: MetricReading {
        let values = values.withLock { $0 }
        return .spread(within: values.within, count: values.count, sum: values.sum)
    }
}
