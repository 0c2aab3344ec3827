import HTTPTypes
import Synchronization
import Testing

@testable import Web

@Suite struct RateLimiterTests {
    /// A monotonic clock that a test turns.
    private final class Instants: Sendable {
        private let instant = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { instant.withLock { $0 } }
        func pass(_ duration: Duration) { instant.withLock { $0 += duration } }
    }

    private func limiter(isOn: Bool = true) -> (RateLimiter, Instants) {
        let instants = Instants()
        return (RateLimiter(isOn: isOn, now: { instants.now }), instants)
    }

    static let allowances: [(RateLimiter.Action, burst: Int, refill: Duration)] = [
        (.ticket, 300, .seconds(1)), (.token, 300, .milliseconds(200)), (.socket, 300, .milliseconds(200)),
        (.signIn(account: "ana"), 10, .seconds(30)), (.signInAnywhere, 60, .seconds(5)),
    ]

    @Test(arguments: allowances) func `as many as allowed at once, then one more with each while`(
        action: RateLimiter.Action, burst: Int, refill: Duration
    ) {
        let (limiter, instants) = limiter()
        for _ in 0..<burst { #expect(limiter.allows(action, from: "a")) }
        #expect(!limiter.allows(action, from: "a"))
        instants.pass(refill * 0.9)
        #expect(!limiter.allows(action, from: "a"), "and refusals cost nothing")
        instants.pass(refill * 0.2)
        #expect(limiter.allows(action, from: "a"))
        #expect(!limiter.allows(action, from: "a"))
    }

    @Test(arguments: allowances) func `a pause fills the bucket, but not beyond its brim`(
        action: RateLimiter.Action, burst: Int, refill: Duration
    ) {
        let (limiter, instants) = limiter()
        for _ in 0..<burst { _ = limiter.allows(action, from: "a") }
        instants.pass(.seconds(1_000_000))
        #expect((0..<burst + 5).filter { _ in limiter.allows(action, from: "a") }.count == burst)
    }

    @Test func `the answer says after how many seconds there is room again`() throws {
        let (limiter, instants) = limiter()
        for _ in 0..<10 { try limiter.check(.signIn(account: "ana"), from: "a") }
        for wait in ["30", "21", "12"] {
            let refusal = #expect(throws: Refusal.self) { try limiter.check(.signIn(account: "ana"), from: "a") }
            #expect(refusal?.status == .tooManyRequests)
            #expect(refusal?.headers[.retryAfter] == wait)
            instants.pass(.milliseconds(9_400))
        }
        instants.pass(.milliseconds(1_400))
        let last = #expect(throws: Refusal.self) { try limiter.check(.signIn(account: "ana"), from: "a") }
        #expect(last?.headers[.retryAfter] == "1")
        instants.pass(.seconds(1))
        try limiter.check(.signIn(account: "ana"), from: "a")
    }

    @Test func `addresses, actions and accounts do not touch each other`() {
        let (limiter, _) = limiter()
        for _ in 0..<10 { _ = limiter.allows(.signIn(account: "ana"), from: "1.2.3.4") }
        #expect(!limiter.allows(.signIn(account: "ana"), from: "1.2.3.4"))
        #expect(limiter.allows(.signIn(account: "ben"), from: "1.2.3.4"))
        #expect(limiter.allows(.signIn(account: "ana"), from: "1.2.3.5"))
        #expect(limiter.allows(.ticket, from: "1.2.3.4"))
    }

    @Test func `forgetting one leaves the others`() {
        let (limiter, _) = limiter()
        for _ in 0..<10 {
            _ = limiter.allows(.signIn(account: "ana"), from: "a")
            _ = limiter.allows(.signIn(account: "ben"), from: "a")
        }
        limiter.forget(.signIn(account: "ana"), from: "a")
        #expect(limiter.allows(.signIn(account: "ana"), from: "a"))
        #expect(!limiter.allows(.signIn(account: "ben"), from: "a"))
    }

    @Test func `lifted limits do not lift those on guessing passwords`() {
        let (limiter, _) = limiter(isOn: false)
        for action in [RateLimiter.Action.ticket, .token, .socket] {
            #expect((0..<1_000).allSatisfy { _ in limiter.allows(action, from: "a") })
        }
        #expect((0..<100).filter { _ in limiter.allows(.signIn(account: "ana"), from: "a") }.count == 10)
        #expect((0..<100).filter { _ in limiter.allows(.signInAnywhere, from: "b") }.count == 60)
    }

    @Test func `a clock that stands still or jumps back gives nothing away and takes nothing`() {
        let (limiter, instants) = limiter()
        for _ in 0..<300 { _ = limiter.allows(.ticket, from: "a") }
        instants.pass(.seconds(-3_600))
        #expect(!limiter.allows(.ticket, from: "a"))
        instants.pass(.seconds(2))
        #expect(limiter.allows(.ticket, from: "a"))
    }

    @Test func `tens of thousands of addresses are counted, and those that rested are forgotten`() {
        let (limiter, instants) = limiter()
        for number in 0..<25_000 { #expect(limiter.allows(.ticket, from: "a\(number % 19_000)")) }
        for _ in 0..<300 { _ = limiter.allows(.ticket, from: "greedy") }
        instants.pass(.seconds(10))
        for number in 0..<2_000 { #expect(limiter.allows(.ticket, from: "b\(number)")) }
        #expect(
            (0..<300).filter { _ in limiter.allows(.ticket, from: "greedy") }.count == 10,
            "who is not full is remembered")
    }

    @Test func `T55 of many at the same moment no more than allowed pass`() async {
        let (limiter, _) = limiter()
        let passed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<100).filter { _ in limiter.allows(.ticket, from: "a") }.count }
            }
            return await group.reduce(0, +)
        }
        #expect(passed == 300)
    }
}
