import Secrets
import Synchronization

/// Takes this server's events to the others by NOTIFY, one transaction for all that wait, and brings theirs.
package final class PostgresRelayLine: Sendable {
    private let database: PostgresDatabase
    private let relay: BusRelay
    private let bus: Bus
    /// As it stands in marks.
    private let server: String
    private let channel: String
    private let sequence = Mutex(0)
    private let lastHeard = Mutex<Hearing?>(nil)
    private let sentAt = Mutex<[Int: ContinuousClock.Instant]>([:])

    private struct Hearing {
        let at: ContinuousClock.Instant
        let lag: Duration
    }

    /// - Parameter desk: what servers of one desk have in common, such as its master key; it names the channel.
    package init(_ database: PostgresDatabase, relay: BusRelay, bus: Bus, desk: [UInt8]) {
        self.database = database
        self.relay = relay
        self.bus = bus
        server = bus.told.name
        let name = Digest.sha256(desk + Array("bus".utf8)).prefix(8).map { String($0, radix: 16) }.joined()
        channel = "deskbell_\(name)"
    }

    /// How long ago this server last heard itself, and how long the way took; nil before the first time.
    package var hearing: (ago: Duration, lag: Duration)? {
        lastHeard.withLock { $0.map { (ContinuousClock.now - $0.at, $0.lag) } }
    }

    /// Sends a sign of life, which this server should soon hear itself.
    package func stir() { relay.stir() }

    // MARK: Telling

    /// Tells the others until the task is cancelled.
    package func tell() async {
        for await _ in relay.wakings {
            let events = relay.take()
            do {
                try await send(events, changes: bus.told.changes)
            } catch StorageError.unknownOutcome {
                // Saying a state twice does no harm; what is no state is missing at worst.
                relay.putBack(events.filter(\.isState))
            } catch {
                relay.putBack(events)
                // The next sign of life tries again.
            }
        }
    }

    private func send(_ events: [BusEvent], changes: Int64) async throws {
        let number = sequence.withLock { sequence in
            sequence &+= 1
            return sequence
        }
        sentAt.withLock { sent in
            sent = sent.filter { number - $0.key < 16 }
            sent[number] = .now
        }
        let pieces = BusMessage.pieces(events, from: server, changes: changes, sequence: number)
        let channel = channel
        try await database.write { session in
            for piece in pieces {
                try session.execute("SELECT pg_notify($1, $2)", .text(channel), .text(piece))
            }
        }
    }

    // MARK: Hearing

    /// Hears the others until the task is cancelled.
    package func hear() async {
        let listener = PostgresListener(database.address, channel: channel)
        defer { listener.close() }
        var assembler = BusAssembler()
        for await heard in listener.heard {
            switch heard {
            case .listening:
                // Also the first time: pages may be open since before.
                bus.deliver(.missed)
                relay.stir()
            case .message(let payload):
                if let message = assembler.take(payload) { take(message) }
            }
        }
    }

    private func take(_ message: BusAssembler.Message) {
        guard message.server != server else { return heardItself(message.sequence) }
        bus.heard(message.changes, from: message.server)
        for event in message.events { bus.deliver(event) }
    }

    private func heardItself(_ number: Int) {
        let sent = sentAt.withLock { $0.removeValue(forKey: number) }
        guard let sent else { return }
        lastHeard.withLock { $0 = Hearing(at: .now, lag: ContinuousClock.now - sent) }
    }
}
