import NIOCore
import NIOWebSocket

/// The end of an upgraded pipeline: takes frames apart, answers pings, watches the peer and says goodbye.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = Never
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case open
        /// The queue is being written; then follows our close frame.
        case draining
        /// Our close frame is written, the peer's is awaited.
        case awaitingPeer
        /// Nothing the peer sends matters any more; it is read so that our close frame reaches it.
        case finishing
        case closed
    }

    private let inbox: Inbox
    private let outbox: Outbox
    private let configuration: WebSocketConfiguration
    private var assembler: MessageAssembler
    private var limiter: RateLimiter
    private var heartbeat: Heartbeat
    private var heardAt: NIODeadline
    private var phase = Phase.open
    private var context: ChannelHandlerContext?
    private var timer: NIOScheduledCallback?
    private var unansweredPing: ByteBuffer?
    private var isReadHeld = false
    private var needsFlush = false

    init(_ configuration: WebSocketConfiguration, inbox: Inbox, outbox: Outbox, now: NIODeadline) {
        self.configuration = configuration
        self.inbox = inbox
        self.outbox = outbox
        assembler = MessageAssembler(configuration)
        limiter = RateLimiter(perSecond: configuration.messagesPerSecond, burst: configuration.messageBurst, now: now)
        heartbeat = Heartbeat(configuration)
        heardAt = now
    }

    // MARK: Lifetime

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let eventLoop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        outbox.onWake { eventLoop.execute { handler.value.drain() } }
        inbox.onRoom { eventLoop.execute { handler.value.resumeReading() } }
        schedule(at: heartbeat.first(after: eventLoop.now))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent: outbox.close(.goingAway)
        case ChannelEvent.inputClosed: context.close(promise: nil)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: fail(.tooBig, context)
        case is NIOWebSocketError: fail(.badControlFrame, context)
        case is ByteToMessageDecoderError where phase == .finishing: break
        default: context.close(promise: nil)
        }
    }

    /// A cancelled connection task closes the input; for a WebSocket that is the end.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        context.close(mode: mode == .input ? .all : mode, promise: promise)
    }

    private func end() {
        phase = .closed
        context = nil
        timer?.cancel()
        timer = nil
        inbox.finish()
        outbox.shut()
    }

    // MARK: Reading

    func read(context: ChannelHandlerContext) {
        isReadHeld = phase == .open && inbox.holdsReading()
        if !isReadHeld { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard phase != .finishing, phase != .closed else { return }
        do {
            try handle(assembler.receive(unwrapInboundIn(data)), context)
        } catch {
            fail(error, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        heardAt = context.eventLoop.now
        flushIfNeeded(context)
        context.fireChannelReadComplete()
    }

    private func handle(_ event: WebSocketEvent, _ context: ChannelHandlerContext) throws(WebSocketViolation) {
        switch event {
        case .incomplete:
            break
        case .close(let frame):
            answer(frame, context)
        case .pong:
            try countOne(context)
        case .ping(let payload):
            try countOne(context)
            unansweredPing = payload
            pong(context)
        case .message(let message):
            try countOne(context)
            if phase == .open { inbox.deliver(message) }
        }
    }

    private func countOne(_ context: ChannelHandlerContext) throws(WebSocketViolation) {
        guard limiter.admits(at: context.eventLoop.now) else { throw .tooManyMessages }
    }

    private func resumeReading() {
        guard isReadHeld, let context else { return }
        isReadHeld = false
        context.read()
    }

    // MARK: Writing

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        drain()
        context.fireChannelWritabilityChanged()
    }

    private func drain() {
        guard let context else { return }
        let close = outbox.beginDraining()
        if close != nil, phase == .open { beginClosing(context) }
        guard phase == .open || phase == .draining else { return }
        pong(context)
        while context.channel.isWritable, let frame = outbox.next() {
            write(frame, context)
        }
        if let close, phase == .draining, outbox.isEmpty { sayGoodbye(close, context) }
        flushIfNeeded(context)
    }

    /// Answers the latest ping only, and not while the socket is full (RFC 6455, 5.5.3).
    private func pong(_ context: ChannelHandlerContext) {
        guard context.channel.isWritable, let payload = unansweredPing, phase != .awaitingPeer else { return }
        unansweredPing = nil
        write(FrameEncoder.frame(.pong, payload), context)
    }

    private func write(_ frame: ByteBuffer, _ context: ChannelHandlerContext) {
        needsFlush = true
        context.write(wrapOutboundOut(frame), promise: nil)
    }

    private func flushIfNeeded(_ context: ChannelHandlerContext) {
        guard needsFlush else { return }
        needsFlush = false
        context.flush()
    }

    // MARK: Closing

    private func beginClosing(_ context: ChannelHandlerContext) {
        phase = .draining
        inbox.finish()
        schedule(at: context.eventLoop.now + TimeAmount(configuration.closeTimeout))
        resumeReading()
    }

    private func sayGoodbye(_ frame: CloseFrame, _ context: ChannelHandlerContext) {
        phase = .awaitingPeer
        outbox.shut()
        write(frame.encoded, context)
    }

    /// The peer's close frame: the answer to ours, or one that we answer before the connection ends.
    private func answer(_ frame: CloseFrame, _ context: ChannelHandlerContext) {
        guard phase != .awaitingPeer else { return context.close(promise: nil) }
        finish(CloseFrame(frame.code), context) { $0.close(promise: nil) }
    }

    /// Closing our side only lets the peer read why; closing both could reset the connection before it does.
    private func fail(_ violation: WebSocketViolation, _ context: ChannelHandlerContext) {
        guard phase == .open || phase == .draining else { return context.close(promise: nil) }
        finish(violation.closeFrame, context) { $0.close(mode: .output, promise: nil) }
    }

    private func finish(
        _ frame: CloseFrame, _ context: ChannelHandlerContext, then close: @escaping (ChannelHandlerContext) -> Void
    ) {
        if phase == .open { beginClosing(context) }
        phase = .finishing
        outbox.shut()
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { close(context) }
        context.writeAndFlush(wrapOutboundOut(frame.encoded), promise: written)
    }
}

// MARK: Time

extension WebSocketHandler: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard let context else { return }
        guard phase == .open else { return context.close(promise: nil) }
        beat(context)
    }

    private func beat(_ context: ChannelHandlerContext) {
        let now = context.eventLoop.now
        if isReadHeld { heardAt = now }
        switch heartbeat.tick(at: now, heardAt: heardAt) {
        case .ping(let next):
            schedule(at: next)
            write(FrameEncoder.frame(.ping, ByteBuffer()), context)
            flushIfNeeded(context)
        case .wait(let next):
            schedule(at: next)
        case .giveUp:
            outbox.close(.noAnswer)
        }
    }

    /// There is one timer: the next heartbeat while open, the end of patience while closing.
    private func schedule(at deadline: NIODeadline) {
        timer?.cancel()
        timer = try? context?.eventLoop.assumeIsolated().scheduleCallback(at: deadline, handler: self)
    }
}
