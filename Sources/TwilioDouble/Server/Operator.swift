import Desk

/// Lets one event after the other into the exchange and has its effects carried out.
package actor Operator {
    enum Job: Sendable {
        case alarm(Alarm, after: Duration)
        case webhook(Webhook)
    }

    private var exchange: Exchange
    private let clock: WallClock
    private let hub: PageHub
    private let jobs: AsyncStream<Job>
    private let queue: AsyncStream<Job>.Continuation

    init(_ exchange: Exchange, clock: WallClock, hub: PageHub) {
        self.exchange = exchange
        self.clock = clock
        self.hub = hub
        (jobs, queue) = AsyncStream.makeStream()
    }

    /// Does something in the exchange, now.
    @discardableResult
    package func perform<Result: Sendable>(_ body: @Sendable (inout Exchange) -> Result) -> Result {
        exchange.pass(to: clock.now)
        let result = body(&exchange)
        for effect in exchange.takeEffects() { carryOut(effect) }
        hub.sayChanged()
        return result
    }

    /// Looks without touching.
    package func look<Result: Sendable>(_ body: @Sendable (Exchange) -> Result) -> Result { body(exchange) }

    private func carryOut(_ effect: Effect) {
        switch effect {
        case .tell(let page, let message): hub.send(message, to: page)
        case .webhook(let webhook): queue.yield(.webhook(webhook))
        case .alarm(let alarm, let delay): queue.yield(.alarm(alarm, after: delay))
        }
    }

    /// Until it is cancelled.
    nonisolated func run(courier: Courier) async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                switch job {
                case .alarm(let alarm, let delay): group.addTask { await self.ring(alarm, after: delay) }
                case .webhook(let webhook): await self.send(webhook, courier, &group)
                }
            }
            group.cancelAll()
        }
    }

    private nonisolated func ring(_ alarm: Alarm, after delay: Duration) async {
        guard (try? await Task.sleep(for: delay)) != nil else { return }
        await perform { $0.fire(alarm) }
    }

    private nonisolated func send(
        _ webhook: Webhook, _ courier: Courier, _ group: inout DiscardingTaskGroup
    ) async {
        switch webhook.purpose {
        case .document(let script):
            group.addTask {
                let outcome = await courier.ask(webhook)
                await self.perform { $0.conclude(script: script, outcome) }
            }
        case .notice:
            if await courier.queue(webhook) { group.addTask { await courier.deliverAll(of: webhook.line) } }
        }
    }
}
