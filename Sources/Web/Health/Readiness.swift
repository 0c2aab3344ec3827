import Synchronization

/// Whether this server should be given work: `GET /readyz` asks.
final class Readiness: Sendable {
    private enum Stage { case starting, open, draining }

    /// How long ago this server last heard the bus; nil before the first time.
    struct BusWatch: Sendable {
        let heardAgo: @Sendable () -> Duration?
    }

    private let stage = Mutex(Stage.starting)
    private let takesWrites: @Sendable () async -> Bool
    /// Nil where no other server shares the data.
    private let bus: BusWatch?

    /// A server that has not heard the bus for longer tells its pages nothing of what happens on others.
    private static let longestSilence: Duration = .seconds(5)

    init(takesWrites: @escaping @Sendable () async -> Bool, bus: BusWatch?) {
        self.takesWrites = takesWrites
        self.bus = bus
    }

    /// The port is open; a server that is already on its way out stays so.
    func open() {
        stage.withLock { stage in
            guard stage == .starting else { return }
            stage = .open
        }
    }

    func drain() { stage.withLock { $0 = .draining } }

    /// Why this server should get no work, in words for the operator; nil when it should.
    func obstacle() async -> String? {
        switch stage.withLock({ $0 }) {
        case .starting: return "starting"
        case .draining: return "draining"
        case .open: break
        }
        guard await takesWrites() else { return "the database takes no writes" }
        return busObstacle
    }

    private var busObstacle: String? {
        guard let bus else { return nil }
        guard let ago = bus.heardAgo() else { return "the bus was not heard yet" }
        return ago <= Self.longestSilence ? nil : "the bus was not heard for \(Int(ago.inSeconds)) s"
    }
}
