import NIOCore

/// Decides when to ping, and when a silent peer counts as gone.
struct Heartbeat {
    enum Action: Equatable {
        case ping(next: NIODeadline)
        case wait(next: NIODeadline)
        case giveUp
    }

    private let interval: TimeAmount
    private let timeout: TimeAmount
    private var pingedAt: NIODeadline?

    init(_ configuration: WebSocketConfiguration) {
        interval = TimeAmount(configuration.pingInterval)
        timeout = TimeAmount(configuration.pongTimeout)
    }

    func first(after now: NIODeadline) -> NIODeadline {
        now + interval
    }

    /// What is to be done now; `heardAt` is when the last byte of any kind arrived.
    mutating func tick(at now: NIODeadline, heardAt: NIODeadline) -> Action {
        guard let pingedAt else { return ping(at: now) }
        if heardAt < pingedAt {
            return now >= pingedAt + timeout ? .giveUp : .wait(next: pingedAt + timeout)
        }
        return now >= pingedAt + interval ? ping(at: now) : .wait(next: pingedAt + interval)
    }

    private mutating func ping(at now: NIODeadline) -> Action {
        pingedAt = now
        return .ping(next: now + min(interval, timeout))
    }
}
