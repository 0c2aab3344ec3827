import CoreMetrics
import Desk

/// What the desk's own code notes as it goes.
struct DeskMetrics: Sendable {
    let registry: MetricsRegistry
    let requests: RequestMeters
    let calls: CallMeters
    private let droppedMessages: Counter

    init(registry: MetricsRegistry, version: String) {
        self.registry = registry
        requests = RequestMeters(registry: registry)
        calls = CallMeters(registry: registry)
        droppedMessages = Counter(label: "deskbell_dropped_messages_total", factory: registry)
        let started = Double(WallClock.system.now.milliseconds) / 1000
        Gauge(label: "process_start_time_seconds", factory: registry).record(started)
        Gauge(label: "deskbell_build_info", dimensions: [("version", version)], factory: registry).record(1.0)
    }

    /// A page did not keep up: its socket is closed, and what waited for it is not sent.
    func drop(messages count: Int) { droppedMessages.increment(by: count) }
}
