import AsyncAlgorithms
import Desk
import Logging
import ServiceLifecycle
import Store
import Telephony
import WebSocketUpgrade

/// Keeps the agents' sessions at Genesys, writes down what they tell, and watches the time.
struct GenesysService: Service {
    typealias Report = @Sendable (GenesysReport, AgentID) async throws -> Void

    let hub: GenesysHub
    let store: Store
    let report: Report
    let logger: Logger

    private static let interval: Duration = .seconds(5)

    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { await writeDown() }
            group.addTask { await keepTime() }
            for await session in hub.sessions.cancelOnGracefulShutdown() {
                group.addTask { await keep(session) }
            }
            group.cancelAll()
        }
    }

    /// Until the session is stopped, or cannot go on.
    func keep(_ session: GenesysHub.Session) async {
        let agent = session.agent
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await hub.upstream.run(for: agent) { await hub.hear($0, of: agent.id) } }
            group.addTask { for await _ in session.stop {} }
            await group.next()
            group.cancelAll()
        }
        await hub.ended(session)
    }

    private func writeDown() async {
        for await (report, agent) in hub.reports {
            do {
                try await self.report(report, agent)
            } catch {
                logger.error("call not written down", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    private func keepTime() async {
        for await _ in AsyncTimerSequence(interval: Self.interval, clock: .continuous) {
            await hub.tick()
            do {
                try await closeSignedOut()
            } catch {
                logger.error("sessions not kept", metadata: ["error": .string(String(reflecting: error))])
            }
        }
    }

    /// Sockets live by the session that opened them.
    func closeSignedOut() async throws {
        for (hash, open) in await hub.openSessions where try await store.session(hash) == nil {
            for socket in open { socket.close(.signedOut, reason: "signed out") }
        }
    }
}
