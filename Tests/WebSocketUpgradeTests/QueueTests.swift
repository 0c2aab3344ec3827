import NIOCore
import Synchronization
import Testing

@testable import WebSocketUpgrade

@Suite struct OutboxTests {
    private func outbox(messages: Int = 3, bytes: Int = 100) -> Outbox {
        var configuration = WebSocketConfiguration()
        configuration.outboundQueueLimit = messages
        configuration.maxQueuedBytes = bytes
        return Outbox(configuration)
    }

    @Test func `frames come out in order`() {
        let outbox = outbox()
        #expect(outbox.enqueue(ByteBuffer(string: "1")))
        #expect(outbox.enqueue(ByteBuffer(string: "2")))
        let frames = (0..<3).map { _ in outbox.next().map { String(buffer: $0) } }
        #expect(frames == ["1", "2", nil])
    }

    @Test func `one message too many closes with 1013 and drops the queue`() {
        let outbox = outbox(messages: 2)
        #expect([1, 2, 3].map { outbox.enqueue(ByteBuffer(integer: $0)) } == [true, true, false])
        #expect(outbox.beginDraining() == .tooSlow)
        #expect(outbox.isEmpty)
        #expect(!outbox.enqueue(ByteBuffer()))
    }

    @Test func `one byte too many closes with 1013, and written bytes count no more`() {
        let outbox = outbox(bytes: 8)
        #expect(outbox.enqueue(ByteBuffer(string: "12345678")))
        #expect(outbox.next() != nil)
        #expect(outbox.enqueue(ByteBuffer(string: "12345678")))
        #expect(!outbox.enqueue(ByteBuffer(string: "9")))
        #expect(outbox.beginDraining()?.code == .tryAgainLater)
    }

    @Test func `the first close counts, keeps what is queued and refuses the rest`() {
        let outbox = outbox()
        #expect(outbox.enqueue(ByteBuffer(string: "1")))
        outbox.close(.goingAway)
        outbox.close(.normal)
        #expect(!outbox.enqueue(ByteBuffer(string: "2")))
        #expect(outbox.beginDraining() == .goingAway)
        #expect(outbox.next() == ByteBuffer(string: "1"))
    }

    @Test func `the event loop is woken once until it has looked`() {
        let outbox = outbox()
        let count = Mutex(0)
        outbox.onWake { count.withLock { $0 += 1 } }
        _ = outbox.enqueue(ByteBuffer())
        _ = outbox.enqueue(ByteBuffer())
        #expect(count.withLock { $0 } == 1)
        _ = outbox.beginDraining()
        _ = outbox.enqueue(ByteBuffer())
        #expect(count.withLock { $0 } == 2)
    }
}

@Suite(.timeLimit(.minutes(1))) struct InboxTests {
    @Test func `messages come out in order and then the sequence ends`() async {
        let inbox = Inbox(limit: 4)
        inbox.deliver(.text("1"))
        inbox.deliver(.text("2"))
        inbox.finish()
        inbox.deliver(.text("3"))
        var all: [WebSocketMessage] = []
        for await message in WebSocketMessages(inbox: inbox) { all.append(message) }
        #expect(all == [.text("1"), .text("2")])
    }

    @Test func `a second loop goes on where the first stopped`() async {
        let inbox = Inbox(limit: 4)
        let messages = WebSocketMessages(inbox: inbox)
        inbox.deliver(.text("hello"))
        inbox.deliver(.text("more"))
        #expect(await messages.first { _ in true } == .text("hello"))
        #expect(await messages.first { _ in true } == .text("more"))
    }

    @Test func `a waiting consumer gets what comes`() async {
        let inbox = Inbox(limit: 4)
        async let message = inbox.next()
        inbox.deliver(.text("late"))
        #expect(await message == .text("late"))
    }

    @Test func `a cancelled consumer stops waiting and another may follow`() async {
        let inbox = Inbox(limit: 4)
        await withTaskGroup(of: WebSocketMessage?.self) { group in
            group.addTask { await inbox.next() }
            group.cancelAll()
            #expect(await group.next() == .some(nil))
        }
        inbox.deliver(.text("after"))
        #expect(await inbox.next() == .text("after"))
    }

    @Test func `a full inbox holds reading until half of it is taken`() async {
        let inbox = Inbox(limit: 4)
        let resumed = Mutex(0)
        inbox.onRoom { resumed.withLock { $0 += 1 } }
        for number in 1...4 {
            #expect(!inbox.holdsReading())
            inbox.deliver(.text("\(number)"))
        }
        #expect(inbox.holdsReading())
        _ = await inbox.next()
        #expect(resumed.withLock { $0 } == 0)
        _ = await inbox.next()
        #expect(resumed.withLock { $0 } == 1)
        _ = await inbox.next()
        #expect(resumed.withLock { $0 } == 1)
    }
}
