import AsyncAlgorithms
import Logging
import ServiceLifecycle
import Store

/// Holds what is noted of this server's sockets against those that are open: what could not be written down when it
/// happened, because the database was away, is made good here.
struct ConnectionKeeper: Service {
    let store: Store
    let hub: LiveHub
    let switchboard: Switchboard
    let teller: LiveTeller
    let serverID: String
    let logger: Logger

    private static let interval: Duration = .seconds(2)

    func run() async throws {
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await keep()
            } catch {
                logger.error("connections not kept", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    func keep() async throws {
        for departure in try await store.reconcile(server: serverID, with: hub.allSockets.map(\.noted)) {
            try await switchboard.left(departure)
        }
        try await switchboard.missAbandonedLegs()
        await teller.catchUp()
    }
}

extension LiveSocket {
    /// As it stands among the connections.
    var noted: Connection { Connection(id: id, person: person, tab: tab, isAsleep: isAsleep) }
}
