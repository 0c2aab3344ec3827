import ServiceLifecycle
import Store

/// Takes this server's events to the others and brings theirs.
struct RelayService: Service {
    let line: PostgresRelayLine

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await line.tell() }
                group.addTask { await line.hear() }
            }
        }
    }
}
