import NIOCore

/// A token bucket: `burst` at once, `perSecond` in the long run.
struct RateLimiter {
    private let burst: Double
    private let perNanosecond: Double
    private var tokens: Double
    private var filledAt: NIODeadline

    init(perSecond: Double, burst: Int, now: NIODeadline) {
        self.burst = Double(burst)
        perNanosecond = perSecond / 1_000_000_000
        tokens = self.burst
        filledAt = now
    }

    /// Whether one more is within the limit now.
    mutating func admits(at now: NIODeadline) -> Bool {
        let elapsed = max(0, (now - filledAt).nanoseconds)
        tokens = min(burst, tokens + Double(elapsed) * perNanosecond)
        filledAt = now
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}
