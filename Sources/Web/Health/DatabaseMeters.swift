import CoreMetrics
package import Store

/// How long reads wait for a connection, and writes for their turn.
package struct DatabaseMeters: Sendable {
    private let read: Timer
    private let write: Timer

    package init(registry: MetricsRegistry) {
        read = Self.timer("read", registry)
        write = Self.timer("write", registry)
    }

    private static func timer(_ kind: String, _ registry: MetricsRegistry) -> Timer {
        Timer(label: "deskbell_database_wait_seconds", dimensions: [("kind", kind)], factory: registry)
    }

    /// Called by the database from any thread.
    package func note(_ access: DatabaseAccess, waited time: Duration) {
        switch access {
        case .read: read.recordNanoseconds(time.wholeNanoseconds)
        case .write: write.recordNanoseconds(time.wholeNanoseconds)
        }
    }
}
