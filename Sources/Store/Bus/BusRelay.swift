import Synchronization

/// Events of this server that wait to be told to the others; those that say the same are kept once.
package final class BusRelay: Sendable {
    private let waiting = Mutex<[BusEvent]>([])
    private let wake: AsyncStream<Void>.Continuation
    /// Something is waiting.
    let wakings: AsyncStream<Void>

    /// More than this cannot be told one by one after a long silence.
    private static let most = 10_000

    package init() {
        (wakings, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func send(_ event: BusEvent) {
        waiting.withLock { waiting in
            if waiting.count >= Self.most { waiting = [.missed] }
            waiting.append(event)
        }
        wake.yield()
    }

    /// Sends a sign of life, whatever else there is.
    func stir() { wake.yield() }

    /// What waits, in order, each state once.
    func take() -> [BusEvent] {
        let events = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        var seen: Set<BusEvent> = []
        return events.filter { !$0.isState || seen.insert($0).inserted }
    }

    /// Puts back what could not be told, in front of what came meanwhile.
    func putBack(_ events: [BusEvent]) {
        waiting.withLock { $0 = events + $0 }
    }
}
