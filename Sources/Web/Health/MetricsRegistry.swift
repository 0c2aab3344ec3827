package import CoreMetrics
import Synchronization

/// What the desk counts and measures, as `GET /metrics` writes it: a backend of swift-metrics.
///
/// Handles of one name and the same labels share a series. A name that is asked for as another kind than before gets a
/// handle that nobody reads, since a name has one kind in the text format.
package final class MetricsRegistry: MetricsFactory {
    private struct Family {
        let kind: MetricKind
        var series: [[MetricLabel]: any MetricSeries] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    package init() {}

    // MARK: What swift-metrics asks for

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, of: CounterSeries.self)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, of: GaugeSeries.self)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return series(label, dimensions, of: GaugeSeries.self) }
        return series(label, dimensions, of: HistogramSeries.self)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, of: HistogramSeries.self)
    }

    // A series that vanished and came back would look like a restart: all of them stay.

    package func destroyCounter(_ handler: any CounterHandler) {}

    package func destroyMeter(_ handler: any MeterHandler) {}

    package func destroyRecorder(_ handler: any RecorderHandler) {}

    package func destroyTimer(_ handler: any TimerHandler) {}

    // MARK: Series

    private func series<Series: MetricSeries>(
        _ label: String, _ dimensions: [(String, String)], of type: Series.Type
    ) -> Series {
        let name = PrometheusText.name(label)
        let labels = dimensions.map { MetricLabel(name: PrometheusText.name($0.0), value: $0.1) }
        return families.withLock { families in
            var family = families[name] ?? Family(kind: Series.kind)
            if let known = family.series[labels] as? Series { return known }
            let fresh = Series()
            guard family.kind == Series.kind else { return fresh }
            family.series[labels] = fresh
            families[name] = family
            return fresh
        }
    }

    /// Everything as it stands now, in the order of names and labels.
    var snapshots: [MetricSnapshot] {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { name, family in
            MetricSnapshot(
                name: name, kind: family.kind,
                series: family.series.map { MetricSnapshot.Series(labels: $0.key, reading: $0.value.reading) }
                    .sorted { $0.labels.lexicographicallyPrecedes($1.labels) })
        }
    }
}
