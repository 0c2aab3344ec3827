import NIOCore
import Synchronization

/// The messages that wait to be written to one socket: filled from any thread, emptied on its event loop.
final class Outbox: Sendable {
    typealias Wake = @Sendable () -> Void

    private struct State {
        var frames = CircularBuffer<ByteBuffer>(initialCapacity: 1)
        var bytes = 0
        var close: CloseFrame?
        var isShut = false
        var isWoken = false
        var wake: Wake?

        var acceptsMore: Bool { close == nil && !isShut }

        mutating func dropFrames() {
            frames.removeAll(keepingCapacity: false)
            bytes = 0
        }

        mutating func takeWake() -> Wake? {
            guard !isWoken else { return nil }
            isWoken = true
            return wake
        }
    }

    private let maxFrames: Int
    private let maxBytes: Int
    private let onTooSlow: (@Sendable (Int) -> Void)?
    private let state = Mutex(State())

    init(_ configuration: WebSocketConfiguration) {
        maxFrames = configuration.outboundQueueLimit
        maxBytes = configuration.maxQueuedBytes
        onTooSlow = configuration.onTooSlow
    }

    /// Queues a frame; false when the socket is closing, or is closed by this very frame being one too many.
    func enqueue(_ frame: ByteBuffer) -> Bool {
        let (isAccepted, dropped, wake) = state.withLock { state -> (Bool, Int, Wake?) in
            guard state.acceptsMore else { return (false, 0, nil) }
            guard state.frames.count < maxFrames, state.bytes + frame.readableBytes <= maxBytes else {
                let dropped = state.frames.count + 1
                state.dropFrames()
                state.close = .tooSlow
                return (false, dropped, state.takeWake())
            }
            state.frames.append(frame)
            state.bytes += frame.readableBytes
            return (true, 0, state.takeWake())
        }
        if dropped > 0 { onTooSlow?(dropped) }
        wake?()
        return isAccepted
    }

    /// Asks for the socket to be closed once the queue is written; only the first call counts.
    func close(_ frame: CloseFrame) {
        let wake = state.withLock { state -> Wake? in
            guard state.acceptsMore else { return nil }
            state.close = frame
            return state.takeWake()
        }
        wake?()
    }

    /// Sets what is called, from any thread, when there is something to write again.
    func onWake(_ wake: @escaping Wake) {
        state.withLock { $0.wake = wake }
    }

    /// Makes the next change call `wake` again, and tells whether the socket is to be closed.
    func beginDraining() -> CloseFrame? {
        state.withLock { state in
            state.isWoken = false
            return state.close
        }
    }

    var isEmpty: Bool {
        state.withLock { $0.frames.isEmpty }
    }

    func next() -> ByteBuffer? {
        state.withLock { state in
            guard let frame = state.frames.popFirst() else { return nil }
            state.bytes -= frame.readableBytes
            if state.frames.isEmpty { state.dropFrames() }
            return frame
        }
    }

    /// Drops what is queued and refuses everything from now on.
    func shut() {
        state.withLock { state in
            state.isShut = true
            state.wake = nil
            state.dropFrames()
        }
    }
}
