import Dispatch
import Glibc
import Synchronization

/// A fixed number of threads that run blocking work one piece after another, apart from Swift's cooperative pool.
///
/// Each thread makes its own `Tool` once and hands it to every piece of work: a connection, or nothing.
package final class Workers<Tool>: Sendable {
    private let jobs = Jobs<Tool>()
    private let threads: Int
    private let capacity: Int

    /// Holds `capacity` pieces of work at most, those being run among them.
    package init(threads: Int, capacity: Int, tool: @escaping @Sendable () -> Tool) {
        self.threads = threads
        self.capacity = capacity
        for _ in 0..<threads { startThread { [jobs] in jobs.runUntilClosed(tool()) } }
    }

    deinit {
        jobs.close(threads: threads)
    }

    /// What the work answers; nil, at once, when there is no room for it.
    package func run<Value: Sendable>(_ work: @escaping @Sendable (Tool) -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let taken = jobs.add(limit: capacity) { [jobs] tool in
                let value = work(tool)
                jobs.finishedOne()
                continuation.resume(returning: value)
            }
            if !taken { continuation.resume(returning: nil) }
        }
    }
}

extension Workers where Tool == Void {
    package convenience init(threads: Int, capacity: Int) {
        self.init(threads: threads, capacity: capacity) {}
    }

    package func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        await run { (_: Void) in work() }
    }
}

/// Runs the body on a thread of its own.
package func startThread(_ body: @escaping @Sendable () -> Void) {
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

private final class ThreadStart: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// The queue between those who wait and the threads.
private final class Jobs<Tool>: Sendable {
    private struct State {
        var waiting: [@Sendable (Tool) -> Void] = []
        var unfinished = 0
    }

    private let state = Mutex(State())
    private let available = DispatchSemaphore(value: 0)

    func add(limit: Int, _ job: @escaping @Sendable (Tool) -> Void) -> Bool {
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

    func runUntilClosed(_ tool: Tool) {
        while let job = next() { job(tool) }
    }

    private func next() -> (@Sendable (Tool) -> Void)? {
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
