import CoreMetrics
import Desk
import Store

/// `GET /metrics`: what was noted, and what is only looked up when somebody asks.
struct MetricsPage: Sendable {
    let registry: MetricsRegistry
    let store: Store
    let hub: LiveHub
    let line: PostgresRelayLine?

    func text() async -> String {
        noteSockets()
        await noteCalls()
        noteBus()
        if let bytes = ProcessMemory.resident { set("process_resident_memory_bytes", to: Double(bytes)) }
        return PrometheusText.text(of: registry.snapshots)
    }

    private func noteSockets() {
        var counts = ["agent": 0, "customer": 0, "visitor": 0]
        for socket in hub.allSockets { counts[Self.kind(of: socket.person), default: 0] += 1 }
        for (kind, count) in counts { set("deskbell_sockets", [("kind", kind)], to: Double(count)) }
    }

    private static func kind(of person: Person) -> String {
        switch person {
        case .agent: "agent"
        case .ticket: "customer"
        case .visitor: "visitor"
        }
    }

    /// Calls of the whole desk, whichever servers their pages are at; not a number while the database cannot be asked.
    private func noteCalls() async {
        let counts = try? await store.runningCallCounts()
        for state in [Call.State.offered, .ringing, .live] {
            let count = counts.map { Double($0[state] ?? 0) } ?? .nan
            set("deskbell_calls", [("state", state.rawValue)], to: count)
        }
    }

    private func noteBus() {
        guard let hearing = line?.hearing else { return }
        set("deskbell_bus_lag_seconds", to: hearing.lag.inSeconds)
        set("deskbell_bus_heard_seconds_ago", to: hearing.ago.inSeconds)
    }

    private func set(_ name: String, _ labels: [(String, String)] = [], to value: Double) {
        Gauge(label: name, dimensions: labels, factory: registry).record(value)
    }
}
