import ServiceLifecycle
import Store

/// Passes the bus's events to the pages, one after the other.
struct LiveService: Service {
    let bus: Bus
    let teller: LiveTeller

    func run() async throws {
        for await event in bus.events.cancelOnGracefulShutdown() { await teller.tell(event) }
    }
}
