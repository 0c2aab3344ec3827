import Synchronization

/// Stops asking what does not answer: after some failures in a row nothing goes out for a while, then one question at a
/// time until it is answered.
package final class CircuitBreaker: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private struct State {
        var failures = 0
        /// When it opened, or when the last probe failed; nil while closed.
        var openSince: Instant?
        var isProbing = false
    }

    private let state = Mutex(State())
    private let limit: Int
    private let rest: Duration
    private let now: @Sendable () -> Instant
    private let onChange: @Sendable (Bool) -> Void

    /// - Parameters:
    ///   - limit: failures in a row that open it.
    ///   - rest: how long it stays open before a probe.
    ///   - onChange: told whether questions are answered, when that changes.
    package init(
        limit: Int = 5, rest: Duration = .seconds(10), now: @escaping @Sendable () -> Instant = { .now },
        onChange: @escaping @Sendable (Bool) -> Void = { _ in }
    ) {
        self.limit = limit
        self.rest = rest
        self.now = now
        self.onChange = onChange
    }

    /// False from the failure that opened it to the first success.
    package var isClosed: Bool { state.withLock { $0.openSince == nil } }

    /// Whether a question may go out; each that may has to end in one of the two below.
    func begin() -> Bool {
        state.withLock { state in
            guard let since = state.openSince else { return true }
            guard !state.isProbing, now() - since >= rest else { return false }
            state.isProbing = true
            return true
        }
    }

    /// Nobody waited for the answer: nothing was learned.
    func abandon() { state.withLock { $0.isProbing = false } }

    func end(answered: Bool) {
        let change = state.withLock { answered ? Self.succeed(&$0) : fail(&$0) }
        if let change { onChange(change) }
    }

    private static func succeed(_ state: inout State) -> Bool? {
        let wasOpen = state.openSince != nil
        state = State()
        return wasOpen ? true : nil
    }

    private func fail(_ state: inout State) -> Bool? {
        let wasOpen = state.openSince != nil
        state.isProbing = false
        state.failures = min(state.failures + 1, limit)
        guard state.failures >= limit else { return nil }
        state.openSince = now()
        return wasOpen ? nil : false
    }
}
