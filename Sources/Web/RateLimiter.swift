import Synchronization

/// Limits by client address: each has a bucket that fills with time and empties with use.
///
/// Times are monotonic, so that a clock set back or forward changes nothing.
struct RateLimiter: Sendable {
    enum Action: Hashable, Sendable {
        case ticket, token, socket
        /// Attempts to sign in, to one account and to any.
        case signIn(account: String), signInAnywhere

        /// How many at once, and how many more each second.
        var allowance: (burst: Double, perSecond: Double) {
            switch self {
            case .ticket: (300, 1)
            case .token: (300, 5)
            case .socket: (300, 5)
            case .signIn: (10, 1 / 30)
            case .signInAnywhere: (60, 1 / 5)
            }
        }

        /// Guessing passwords is limited even where benchmarks have the other limits lifted.
        fileprivate var isAlwaysLimited: Bool {
            switch self {
            case .signIn, .signInAnywhere: true
            case .ticket, .token, .socket: false
            }
        }
    }

    private let buckets: Buckets
    private let isOn: Bool

    init(isOn: Bool, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.isOn = isOn
        buckets = Buckets(now: now)
    }

    func allows(_ action: Action, from address: String) -> Bool { wait(action, from: address) == nil }

    /// Throws the answer for too many requests.
    func check(_ action: Action, from address: String) throws(Refusal) {
        if let refusal = refusal(action, from: address) { throw refusal }
    }

    /// The answer for too many requests; nil where there is room for one, which is taken.
    func refusal(_ action: Action, from address: String) -> Refusal? {
        wait(action, from: address).map { .tooMany(retryAfter: $0) }
    }

    /// Forgets what was counted, after an attempt that turned out to be good.
    func forget(_ action: Action, from address: String) {
        buckets.forget(action, ClientNetwork.of(address))
    }

    /// Takes one; nil when there was one, else the whole seconds until there is.
    private func wait(_ action: Action, from address: String) -> Int? {
        guard isOn || action.isAlwaysLimited else { return nil }
        return buckets.wait(for: action, from: ClientNetwork.of(address))
    }
}

private final class Buckets: Sendable {
    private struct Key: Hashable {
        let action: RateLimiter.Action
        let address: String
    }

    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    /// Full buckets are forgotten once there are that many.
    private static let most = 20_000

    private let now: @Sendable () -> ContinuousClock.Instant
    private let buckets = Mutex<[Key: Bucket]>([:])

    init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

    func wait(for action: RateLimiter.Action, from address: String) -> Int? {
        let moment = now()
        let allowance = action.allowance
        return buckets.withLock { buckets in
            if buckets.count >= Self.most { Self.forgetFull(&buckets, at: moment) }
            let key = Key(action: action, address: address)
            let old = buckets[key] ?? Bucket(tokens: allowance.burst, at: moment)
            let tokens = Self.refilled(old, action, at: moment)
            guard tokens >= 1 else {
                buckets[key] = Bucket(tokens: tokens, at: moment)
                return max(1, Int(((1 - tokens) / allowance.perSecond).rounded(.up)))
            }
            buckets[key] = Bucket(tokens: tokens - 1, at: moment)
            return nil
        }
    }

    func forget(_ action: RateLimiter.Action, _ address: String) {
        buckets.withLock { $0[Key(action: action, address: address)] = nil }
    }

    private static func refilled(
        _ bucket: Bucket, _ action: RateLimiter.Action, at moment: ContinuousClock.Instant
    ) -> Double {
        let seconds = max(0, (moment - bucket.at) / .seconds(1))
        return min(action.allowance.burst, bucket.tokens + seconds * action.allowance.perSecond)
    }

    private static func forgetFull(_ buckets: inout [Key: Bucket], at moment: ContinuousClock.Instant) {
        buckets = buckets.filter { refilled($0.value, $0.key.action, at: moment) < $0.key.action.allowance.burst }
    }
}
