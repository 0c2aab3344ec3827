import CoreMetrics
import Desk
import Store

/// How long people wait in calls, and how calls end.
struct CallMeters: Sendable {
    private let ring: Timer
    private let answer: Timer
    private let ended: [CallEnd: Counter]

    init(registry: MetricsRegistry) {
        ring = Timer(label: "deskbell_call_ring_seconds", factory: registry)
        answer = Timer(label: "deskbell_call_answer_seconds", factory: registry)
        ended = Dictionary(
            uniqueKeysWithValues: CallEnd.allCases.map { reason in
                let counter = Counter(
                    label: "deskbell_calls_ended_total", dimensions: [("reason", reason.rawValue)], factory: registry)
                return (reason, counter)
            })
    }

    /// Takes a step of a call that this server saved; each is saved by one server and so counted once.
    func note(_ step: CallStep, at now: Timestamp) {
        guard step.before.state != step.call.state else { return }
        switch step.call.state {
        case .offered: break
        case .ringing: ring.recordMilliseconds(Self.wait(from: step.call.placedAt, to: now))
        case .live: answer.recordMilliseconds(Self.wait(from: step.call.placedAt, to: step.call.liveAt ?? now))
        case .ended: step.call.reason.flatMap { ended[$0] }?.increment()
        }
    }

    /// In milliseconds; zero where the clock was set back.
    private static func wait(from start: Timestamp, to end: Timestamp) -> Int64 {
        let (time, overflows) = end.milliseconds.subtractingReportingOverflow(start.milliseconds)
        return overflows ? 0 : max(0, time)
    }
}
