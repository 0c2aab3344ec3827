import AsyncAlgorithms
import Logging
import ServiceLifecycle

/// Looks for calls whose time has come.
struct CallTimers: Service {
    let switchboard: Switchboard
    let lines: LineCalls
    let logger: Logger

    private static let interval: Duration = .milliseconds(250)

    func run() async throws {
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous).cancelOnGracefulShutdown() {
            do {
                try await switchboard.fireTimers()
                try await lines.endSilent()
            } catch {
                logger.error("call timers not fired", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }
}
