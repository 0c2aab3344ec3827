import Logging
import ServiceLifecycle
import Synchronization

/// Finds out whether the database takes writes, by one write at a time for everybody who asks meanwhile.
///
/// The write runs in this service's own task: nobody who asks is kept by one that hangs.
final class WriteProbe: Service {
    private struct State {
        var last: (isWritable: Bool, at: ContinuousClock.Instant)?
        /// When the write that runs now began.
        var since: ContinuousClock.Instant?
        var waiting: [AsyncStream<Bool>.Continuation] = []
    }

    /// A write that takes longer has failed for those who ask.
    private static let patience: Duration = .seconds(3)

    private let state = Mutex(State())
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation
    private let write: @Sendable () async throws -> Void
    private let logger: Logger
    private let freshness: Duration

    /// - Parameters:
    ///   - freshness: how long an answer is good.
    ///   - write: a durable write that changes little.
    init(logger: Logger, freshness: Duration = .seconds(1), write: @escaping @Sendable () async throws -> Void) {
        (wishes, wish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.logger = logger
        self.freshness = freshness
        self.write = write
    }

    // MARK: Asking

    func takesWrites() async -> Bool {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        if let known = known(or: answer, at: .now) { return known }
        wish.yield()
        return await Self.first(of: answers, within: Self.patience) ?? false
    }

    /// What is known already; else `answer` is told once it is.
    private func known(or answer: AsyncStream<Bool>.Continuation, at now: ContinuousClock.Instant) -> Bool? {
        state.withLock { state in
            if let since = state.since, now - since >= Self.patience { return false }
            if let last = state.last, now - last.at < freshness { return last.isWritable }
            state.waiting.append(answer)
            return nil
        }
    }

    private static func first(of answers: AsyncStream<Bool>, within limit: Duration) async -> Bool? {
        await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await answers.first { _ in true } }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }

    // MARK: Writing

    func run() async throws {
        for await _ in wishes.cancelOnGracefulShutdown() { await probe() }
    }

    /// Writes once, where somebody waits for it.
    func probe() async {
        guard begin() else { return }
        do {
            try await write()
            finish(true)
        } catch {
            logger.warning("the database takes no writes", metadata: ["error": .string(String(reflecting: error))])
            finish(false)
        }
    }

    private func begin() -> Bool {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return false }
            state.since = .now
            return true
        }
    }

    private func finish(_ isWritable: Bool) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.last = (isWritable: isWritable, at: ContinuousClock.now)
            state.since = nil
            return state.waiting
        }
        for answer in waiting {
            answer.yield(isWritable)
            answer.finish()
        }
    }
}
