import Desk
import WebSocketUpgrade

/// Lets one act after the other into the exchange, and tells everybody what came of it.
actor Operator {
    /// Something for later.
    enum Job: Sendable {
        case deliver([Delivery], after: Duration)
        case alarm(connection: String, isAnswered: Bool)
    }

    /// A text for an agent's sockets or a channel.
    struct Delivery: Sendable {
        let isBridge: Bool
        let name: String
        let text: String
    }

    private var exchange: Exchange
    var cloud = Cloud()
    private let hub: SocketHub
    private let jobs: AsyncStream<Job>
    private let queue: AsyncStream<Job>.Continuation
    private(set) var log: [JSONValue] = []

    private static let reading: Duration = .milliseconds(40)
    private static let ringing: Duration = .milliseconds(600)

    init(seed: UInt64, hub: SocketHub) {
        exchange = Exchange(seed: seed)
        self.hub = hub
        (jobs, queue) = AsyncStream.makeStream()
    }

    @discardableResult
    func perform<Result: Sendable>(
        _ body: @Sendable (inout Exchange) throws(Refusal) -> Result
    ) throws(Refusal) -> Result {
        let result = try body(&exchange)
        carryOut(exchange.takeEffects())
        return result
    }

    func look<Result: Sendable>(_ body: @Sendable (Exchange) -> Result) -> Result { body(exchange) }

    func withCloud<Result: Sendable>(_ body: @Sendable (inout Cloud) -> Result) -> Result { body(&cloud) }

    func note(_ line: JSONValue) { log = (log + [line]).suffix(300) }

    func reset(seed: UInt64) {
        exchange = Exchange(seed: seed)
        cloud = Cloud()
        log = []
    }

    // MARK: Effects

    private func carryOut(_ effects: [Exchange.Effect]) {
        var out: [Delivery] = []
        for effect in effects {
            switch effect {
            case .tell(let agent, let event):
                out.append(.init(isBridge: true, name: agent, text: JSONValue.object(event).text))
            case .changed(let id): out += cloudNews(of: id)
            case .presence(let agent): out += cloudPresence(of: agent)
            case .alarm(let connection, let isAnswered):
                queue.yield(.alarm(connection: connection, isAnswered: isAnswered))
            }
        }
        if exchange.mischief.shuffles { out.reverse() }
        if exchange.mischief.duplicates { out = out.flatMap { [$0, $0] } }
        if exchange.mischief.eventsFirst { deliver(out) } else { queue.yield(.deliver(out, after: Self.reading)) }
    }

    private func cloudNews(of id: String) -> [Delivery] {
        guard let conversation = exchange.conversations[id] else { return [] }
        let body = CloudView.conversation(conversation, cloud, hidesNumber: exchange.mischief.hidesNumber)
        return Set(conversation.legs.map(\.agent)).sorted().flatMap { agent in
            cloud.deliveries("v2.users.\(cloud.userID(agent)).conversations.calls", body)
        }
    }

    private func cloudPresence(of agent: String) -> [Delivery] {
        let body = CloudView.presence(isReady: exchange.agents[agent] ?? false)
        return cloud.deliveries("v2.users.\(cloud.userID(agent)).presence", body)
    }

    private func deliver(_ all: [Delivery]) {
        for each in all { hub.send(each, toEverybody: exchange.mischief.tellsOthers) }
    }

    // MARK: Running

    /// Until it is cancelled.
    nonisolated func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                switch job {
                // One after the other: what happened first is told first.
                case .deliver(let all, let delay):
                    try? await Task.sleep(for: delay)
                    await deliver(all)
                case .alarm(let connection, let isAnswered):
                    group.addTask { await self.ring(connection, isAnswered) }
                }
            }
            group.cancelAll()
        }
    }

    private nonisolated func ring(_ connection: String, _ isAnswered: Bool) async {
        guard (try? await Task.sleep(for: Self.ringing)) != nil else { return }
        try? await perform { exchange throws(Refusal) in
            try exchange.pickUpAsCustomer(connection, isBusy: !isAnswered)
        }
    }
}
