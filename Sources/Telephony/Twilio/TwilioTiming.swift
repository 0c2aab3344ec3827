/// How long Twilio is waited for; tests have their own clock and do not wait.
package struct TwilioTiming: Sendable {
    /// For one question with all its tries and pauses.
    package var limit: Duration = .seconds(10)
    package var mostRetries = 3
    package var now: @Sendable () -> ContinuousClock.Instant = { .now }
    package var pause: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    /// Keeps many that were refused together from coming back together.
    package var jitter: @Sendable () -> Double = { .random(in: 0.5...1.5) }

    package init() {}

    /// How long to wait before the given retry, 1 for the first; `asked` is what Twilio asks for.
    func backoff(retry: Int, asked: Duration?) -> Duration {
        if let asked { return asked }
        let doublings = max(0, min(retry - 1, 6))
        return .milliseconds(500 * (1 << doublings)) * jitter()
    }
}
