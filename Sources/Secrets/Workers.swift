import Dispatch
import Glibc
import Synchronization

/// A fixed number of threads that run blocking work one piece after another, apart from Swift's cooperative pool.
final class Workers: Sendable {
    private let jobs = Jobs()
    private let threads: Int
    private let capacity: Int

    /// Holds `capacity` pieces of work at most, those being run among them.
    init(threads: Int, capacity: Int) {
        self.threads = threads
        self.capacity = capacity
        for _ in 0..<threads { Self.startThread(jobs.runUntilClosed) }
    }

    deinit {
        jobs.close(threads: threads)
    }

    /// What the work answers; nil, at once, when there is no room for it.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let taken = jobs.add(limit: capacity) { [jobs] in
                let value = work()
                jobs.finishedOne()
                continuation.resume(returning: value)
            }
            if !taken { continuation.resume(returning: nil) }
        }
    }

    private static func startThread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(ThreadStart(body))
        let failure = pthread_create(
            &thread, nil,
            { start in
                if let start { Unmanaged<ThreadStart>.fromOpaque(start).takeRetainedValue().body() }
                return nil
            }, start.toOpaque())
        guard failure == 0 else { fatalError("cannot start a thread: error \(failure)") }
        pthread_detach(thread)
    }
}

private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// The queue between those who wait and the threads.
private final class Jobs: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var unfinished = 0
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    func add(limit: Int, _ job: @escaping @Sendable () -> Void) -> Bool {
        let added = state.withLock { state in
            guard state.unfinished < limit else { return false }
            state.unfinished += 1
            state.waiting.append(job)
            return true
        }
        if added { available.signal() }
        return added
    }

    /// Each thread that finds no work when woken ends; work that waits goes first.
    func close(threads: Int) {
        for _ in 0..<threads { available.signal() }
    }

    @Sendable
    func runUntilClosed() {
        while let job = next() {
            job()
        }
    }

    private func next() -> (@Sendable () -> Void)? {
        available.wait()
        return state.withLock { state in
            state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
    }

    /// Called before the answer is given, so that whoever got one finds room again.
    func finishedOne() {
        state.withLock { $0.unfinished -= 1 }
    }
}
