import ServiceLifecycle

/// Says that the server goes away as soon as that begins. Services end in the reverse of their order, so this one
/// stands last.
struct DrainWatch: Service {
    let readiness: Readiness

    func run() async throws {
        await withGracefulShutdownHandler {
            do {
                try await gracefulShutdown()
            } catch {
                // The group ends without grace.
            }
        } onGracefulShutdown: {
            readiness.drain()
        }
    }
}
