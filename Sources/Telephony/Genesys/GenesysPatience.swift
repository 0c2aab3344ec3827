/// How long to wait before coming back, longer each time.
package struct GenesysPatience: Sendable {
    package var first: Duration = .milliseconds(500)
    package var longest: Duration = .seconds(30)
    package var pause: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    package var jitter: @Sendable () -> Double = { .random(in: 0.5...1) }

    package init() {}

    /// - Parameter attempt: 0 for the first.
    func wait(attempt: Int) async { await pause(min(longest, first * (1 << max(0, min(attempt, 10)))) * jitter()) }
}
