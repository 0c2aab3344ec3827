import AsyncAlgorithms
import Logging
import ServiceLifecycle
import Store

/// Shows the other servers that this one lives, and looks after the pages of those that do not any more.
struct ServerKeeper: Service {
    let store: Store
    let hub: LiveHub
    let switchboard: Switchboard
    let line: PostgresRelayLine
    let serverID: String
    let logger: Logger

    private static let interval: Duration = .seconds(1)
    /// As many signs of life one behind the other show that the database was there for the others, too.
    private static let signsBeforeBurying = 5

    func run() async throws {
        var signs = 0
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                line.stir()
                try await showLife()
                signs += 1
                if signs >= Self.signsBeforeBurying { try await bury() }
            } catch {
                signs = 0
                logger.error("server not kept", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    func showLife() async throws {
        guard try await !store.signOfLife(of: serverID) else { return }
        let sockets = hub.allSockets
        try await store.restoreServer(
            serverID, with: sockets.map(\.noted))
        logger.notice("this server was taken for dead and is back", metadata: ["sockets": "\(sockets.count)"])
        for socket in sockets { try await switchboard.tabReturned(socket.tab, of: socket.person) }
    }

    /// The pages of a dead server are gone until they come back by another.
    func bury() async throws {
        for departure in try await store.buryServers(besides: serverID) { try await switchboard.left(departure) }
    }
}
