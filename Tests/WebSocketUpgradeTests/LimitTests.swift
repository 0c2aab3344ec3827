import NIOCore
import Testing

@testable import WebSocketUpgrade

@Suite struct LimitTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func admitted(_ limiter: RateLimiter, after milliseconds: [Int64]) -> [Bool] {
        var limiter = limiter
        return milliseconds.map { limiter.admits(at: start + .milliseconds($0)) }
    }

    @Test func `a burst is admitted and then so many a second`() {
        let limiter = RateLimiter(perSecond: 2, burst: 3, now: start)
        #expect(admitted(limiter, after: [0, 0, 0, 0]) == [true, true, true, false])
        #expect(admitted(limiter, after: [0, 0, 0, 499, 500, 600]) == [true, true, true, false, true, false])
    }

    @Test func `a quiet hour saves up no more than a burst`() {
        let limiter = RateLimiter(perSecond: 50, burst: 2, now: start)
        #expect(admitted(limiter, after: [3_600_000, 3_600_000, 3_600_000]) == [true, true, false])
    }

    @Test func `time that runs backwards harms nobody`() {
        let limiter = RateLimiter(perSecond: 1, burst: 1, now: start)
        #expect(admitted(limiter, after: [0, -900]) == [true, false])
    }
}

@Suite struct HeartbeatTests {
    private var heartbeat: Heartbeat
    private let start = NIODeadline.uptimeNanoseconds(0)

    init() {
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = .seconds(20)
        configuration.pongTimeout = .seconds(5)
        heartbeat = Heartbeat(configuration)
    }

    private func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

    @Test mutating func `a peer that answers is pinged every interval`() {
        #expect(heartbeat.first(after: start) == at(20))
        #expect(heartbeat.tick(at: at(20), heardAt: start) == .ping(next: at(25)))
        #expect(heartbeat.tick(at: at(25), heardAt: at(21)) == .wait(next: at(40)))
        #expect(heartbeat.tick(at: at(40), heardAt: at(21)) == .ping(next: at(45)))
    }

    @Test mutating func `a peer that does not answer is given up`() {
        #expect(heartbeat.tick(at: at(20), heardAt: at(19)) == .ping(next: at(25)))
        #expect(heartbeat.tick(at: at(24), heardAt: at(19)) == .wait(next: at(25)))
        #expect(heartbeat.tick(at: at(25), heardAt: at(19)) == .giveUp)
    }
}
