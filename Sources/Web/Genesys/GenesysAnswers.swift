import Telephony

/// The answers to an agent's last requests: one that comes again gets the first answer, and nothing happens twice.
struct GenesysAnswers {
    enum Entry {
        /// It is being asked; who asked again waits here.
        case pending([CheckedContinuation<GenesysReply, Never>])
        case known(GenesysReply)
    }

    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private static let most = 200

    subscript(id: String) -> Entry? { entries[id] }

    mutating func begin(_ id: String) {
        entries[id] = .pending([])
        order.append(id)
        guard order.count > Self.most else { return }
        let oldest = order.removeFirst()
        if case .known = entries[oldest] { entries[oldest] = nil } else { order.append(oldest) }
    }

    mutating func wait(_ id: String, _ waiter: CheckedContinuation<GenesysReply, Never>) {
        switch entries[id] {
        case .pending(let waiting): entries[id] = .pending(waiting + [waiter])
        case .known(let reply): waiter.resume(returning: reply)
        case nil: waiter.resume(returning: GenesysReply(status: 409, requestID: id))
        }
    }

    mutating func finish(_ id: String, _ reply: GenesysReply) {
        if case .pending(let waiting) = entries[id] { for waiter in waiting { waiter.resume(returning: reply) } }
        entries[id] = .known(reply)
    }

    /// Whoever still waits hears that nobody knows.
    mutating func giveUp() {
        for (id, entry) in entries {
            if case .pending = entry { finish(id, GenesysReply(.late, requestID: id)) }
        }
    }
}
