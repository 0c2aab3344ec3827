import GRDB
import Synchronization

/// Group commit: writes that arrive while a transaction is being synced share the next one, each in a savepoint of its
/// own, and are answered after COMMIT.
final class WriteQueue: Sendable {
    private struct Waiting: Sendable {
        let since = ContinuousClock.now
        /// Runs the write and returns the answer to give once it is on disk.
        let perform: @Sendable (any DatabaseSession) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isRunning = false
    }

    private static let largestBatch = 256
    /// How long a write waits behind others for a database that another program holds.
    private static let patience: Duration = .seconds(1)

    private let pool: DatabasePool
    private let fileGuard: FileGuard
    private let onWait: WaitObserver
    private let state = Mutex(State())

    init(pool: DatabasePool, guarding fileGuard: FileGuard, onWait: @escaping WaitObserver) {
        self.onWait = onWait
        self.pool = pool
        self.fileGuard = fileGuard
    }

    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            enqueue(
                Waiting(
                    perform: { session in
                        let value = try body(session)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }
                )
            )
        }
    }

    private func enqueue(_ write: Waiting) {
        let mustStart = state.withLock { state in
            state.waiting.append(write)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mustStart else { return }
        pool.asyncWriteWithoutTransaction { [self] connection in drain(connection) }
    }

    private func drain(_ connection: GRDB.Database) {
        while let batch = nextBatch() {
            let now = ContinuousClock.now
            for write in batch { onWait(.write, now - write.since) }
            commit(batch, on: connection)
        }
    }

    private func nextBatch() -> [Waiting]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            let batch = Array(state.waiting.prefix(Self.largestBatch))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// A batch that cannot be committed is tried again write by write, so that one failure does not take the others
    /// with it.
    private func commit(_ batch: [Waiting], on connection: GRDB.Database) {
        do {
            for answer in try transaction(batch, on: connection) { answer() }
        } catch let error as DatabaseError where StorageError(error) == .locked {
            // Another program holds the database: who has waited long enough is told with those who tried.
            for write in batch + takeImpatient() { write.fail(StorageError.locked) }
        } catch {
            guard batch.count > 1 else {
                batch.first?.fail(StorageError(error))
                return
            }
            for write in batch { commit([write], on: connection) }
        }
    }

    private func takeImpatient() -> [Waiting] {
        let now = ContinuousClock.now
        return state.withLock { state in
            let impatient = state.waiting.prefix { now - $0.since > Self.patience }
            state.waiting.removeFirst(impatient.count)
            return Array(impatient)
        }
    }

    private func transaction(
        _ batch: [Waiting], on connection: GRDB.Database
    ) throws -> [@Sendable () -> Void] {
        var answers: [@Sendable () -> Void] = []
        try connection.inTransaction(.immediate) {
            for write in batch { answers.append(try savepoint(write, on: connection)) }
            try fileGuard.check()
            return .commit
        }
        return answers
    }

    private func savepoint(_ write: Waiting, on connection: GRDB.Database) throws -> @Sendable () -> Void {
        var answer: @Sendable () -> Void = {}
        do {
            try connection.inSavepoint {
                answer = try write.perform(SQLiteSession(connection: connection))
                return .commit
            }
            return answer
        } catch {
            // SQLite ends the whole transaction on a full or failing disk; then the batch is lost.
            guard connection.isInsideTransaction, !StorageError.isLost(error) else { throw error }
            return { write.fail(error) }
        }
    }
}

extension StorageError {
    /// Whether the error took the whole transaction with it.
    static func isLost(_ error: any Error) -> Bool {
        switch error as? StorageError {
        case .full, .locked, .readOnly, .fileReplaced, .failed: true
        default: false
        }
    }
}
