import AsyncAlgorithms
import Logging
import ServiceLifecycle

/// Looks for agents whose time for a wrap-up is over.
struct WrapUpKeeper: Service {
    let wrapUps: WrapUps
    let logger: Logger

    private static let interval: Duration = .milliseconds(500)

    func run() async throws {
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await wrapUps.endDue()
            } catch {
                logger.error("wrap-ups not ended", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }
}
