import Desk
import Logging
import ServiceLifecycle
import Store
import Synchronization

/// What the carrier is to be asked for, in the background.
enum CarrierWork: Sendable {
    case settle(CallID)
    /// The room is named where it would close with the leg.
    case drop(String, endsRoom: String?)
    case announceLoss(CallID)
}

/// Work from whoever has some, for the one service that does it.
final class CarrierQueue: Sendable {
    let work: AsyncStream<CarrierWork>
    private let continuation: AsyncStream<CarrierWork>.Continuation

    init() { (work, continuation) = AsyncStream.makeStream() }

    func add(_ work: CarrierWork) { continuation.yield(work) }
}

/// Does the carrier's work: calls beside each other, the orders of one call one after the other.
struct CarrierService: Service {
    let queue: CarrierQueue
    let carrier: TwilioCarrier
    private let turns = Turns()

    init(queue: CarrierQueue, carrier: TwilioCarrier) {
        self.queue = queue
        self.carrier = carrier
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await work in queue.work.cancelOnGracefulShutdown() {
                switch work {
                case .settle(let call):
                    guard turns.begin(call) else { continue }
                    group.addTask { await settle(call) }
                case .drop(let sid, let room): group.addTask { await carrier.drop(sid, endsRoom: room) }
                case .announceLoss(let call): group.addTask { await carrier.announceLoss(call) }
                }
            }
        }
    }

    private func settle(_ call: CallID) async {
        repeat { await carrier.settle(call) } while turns.isWanted(after: call)
    }
}

/// Whose turn it is: a call that is being settled is settled once more if it changes meanwhile.
private final class Turns: Sendable {
    private let running = Mutex<[CallID: Bool]>([:])

    /// False when somebody is at it and will look again.
    func begin(_ call: CallID) -> Bool {
        running.withLock { running in
            let isFree = running[call] == nil
            running[call] = !isFree
            return isFree
        }
    }

    /// Whether to look again; if not, the turn is over.
    func isWanted(after call: CallID) -> Bool {
        running.withLock { running in
            let again = running[call] == true
            running[call] = again ? false : nil
            return again
        }
    }
}
