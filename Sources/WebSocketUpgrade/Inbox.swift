import NIOCore
import Synchronization

/// The received messages that wait for their one consumer: filled on the event loop, emptied by a task.
final class Inbox: Sendable {
    typealias Waiter = CheckedContinuation<WebSocketMessage?, Never>

    private struct State {
        var messages = CircularBuffer<WebSocketMessage>(initialCapacity: 1)
        var waiter: (id: Int, continuation: Waiter)?
        var lastWaiter = 0
        var isFinished = false
        var isHeld = false
        var resume: (@Sendable () -> Void)?
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Sets what is called, from any thread, once a full inbox has room again.
    func onRoom(_ resume: @escaping @Sendable () -> Void) {
        state.withLock { $0.resume = resume }
    }

    func deliver(_ message: WebSocketMessage) {
        let waiter = state.withLock { state -> Waiter? in
            guard !state.isFinished else { return nil }
            guard let waiter = state.waiter else {
                state.messages.append(message)
                return nil
            }
            state.waiter = nil
            return waiter.continuation
        }
        waiter?.resume(returning: message)
    }

    /// Whether reading is to stop until `onRoom` is called.
    func holdsReading() -> Bool {
        state.withLock { state in
            state.isHeld = !state.isFinished && state.messages.count >= limit
            return state.isHeld
        }
    }

    /// Ends the sequence after the messages that have been delivered already.
    func finish() {
        let waiter = state.withLock { state -> Waiter? in
            state.isFinished = true
            state.resume = nil
            defer { state.waiter = nil }
            return state.waiter?.continuation
        }
        waiter?.resume(returning: nil)
    }

    /// The next message; nil at the end, when the task is cancelled, and for a second consumer at the same time.
    func next() async -> WebSocketMessage? {
        let id = state.withLock { state in
            state.lastWaiter &+= 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                wait(waiter, id: id)
                if Task.isCancelled { giveUp(id) }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    private func wait(_ waiter: Waiter, id: Int) {
        let (answer, resume) = state.withLock { state -> (WebSocketMessage??, (@Sendable () -> Void)?) in
            if let message = state.messages.popFirst() { return (message, room(&state)) }
            guard !state.isFinished, state.waiter == nil else { return (.some(nil), nil) }
            state.waiter = (id, waiter)
            return (nil, nil)
        }
        if let answer { waiter.resume(returning: answer) }
        resume?()
    }

    private func room(_ state: inout State) -> (@Sendable () -> Void)? {
        guard state.isHeld, state.messages.count <= limit / 2 else { return nil }
        state.isHeld = false
        return state.resume
    }

    private func giveUp(_ id: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let waiter = state.waiter, waiter.id == id else { return nil }
            state.waiter = nil
            return waiter.continuation
        }
        waiter?.resume(returning: nil)
    }
}
