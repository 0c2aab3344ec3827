import AsyncAlgorithms
import Desk
import Logging
import ServiceLifecycle
import Store

/// Proof of life: a page that is frozen keeps its socket, but does not answer; it is not rung until it does.
struct Heartbeat: Service {
    let store: Store
    let hub: LiveHub
    let bus: Bus
    let logger: Logger

    private static let interval: Duration = .seconds(5)
    /// How long a socket may take to say who it is.
    private static let greetingTime: Duration = .seconds(10)

    func run() async throws {
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await beat()
            } catch {
                logger.error("heartbeat", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    /// Asks every page that can be rung, and passes over those that did not answer the time before.
    func beat() async throws {
        hub.closeStrangers(silentFor: Self.greetingTime)
        for socket in hub.ringableSockets where socket.beat() {
            try await store.setAsleep(true, connection: socket.id)
            bus.publish(for: socket.person)
        }
    }

    /// A page that was asleep answers again.
    func woke(_ socket: LiveSocket) async throws {
        let since = try await store.setAsleep(false, connection: socket.id)
        bus.publish(for: socket.person)
        guard let since else { return }
        socket.send(.woken(from: since.milliseconds, to: store.clock.now.milliseconds))
    }
}

extension Bus {
    /// Somebody's page came, went, fell asleep or woke: others may see it.
    func publish(for person: Person) {
        switch person {
        case .agent: publish(.availability)
        case .ticket(let ticket): publish(.ticketChanged(ticket))
        case .visitor: break
        }
    }
}
