import AsyncAlgorithms
import Logging
import ServiceLifecycle
import Store

/// An open dashboard is use: keeps its session awake, and closes its sockets when the session is over all the same.
struct SessionKeeper: Service {
    let store: Store
    let hub: LiveHub
    let logger: Logger

    func run() async throws {
        for await _ in AsyncTimerSequence(interval: .seconds(60), clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await keep()
            } catch {
                logger.error("sessions not kept", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    func keep() async throws {
        let sockets = Dictionary(grouping: hub.agentSockets, by: \.sessionHash)
        for case (let hash?, let open) in sockets {
            if try await store.session(hash) != nil {
                try await store.touchSession(hash)
            } else {
                for socket in open { socket.close(.signedOut, reason: "signed out") }
            }
        }
    }
}
