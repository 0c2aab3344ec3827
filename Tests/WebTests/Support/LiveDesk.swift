import Desk
import HTTPTypes
import NIOCore
import NIOEmbedded
import Store
import Synchronization
import TestSupport
import Testing

@testable import Web
@testable import WebSocketUpgrade

/// A desk with open pages: their conversations and the telling run while a test's body does.
struct LiveDesk: Sendable {
    let desk: TestDesk
    private let conversations: AsyncStream<@Sendable () async -> Void>.Continuation
    private let settled = Settled()

    static func run(_ desk: TestDesk, _ body: (LiveDesk) async throws -> Void) async throws {
        try await desk.app.prepare()
        let (jobs, conversations) = AsyncStream.makeStream(of: (@Sendable () async -> Void).self)
        let live = LiveDesk(desk: desk, conversations: conversations)
        let teller = try desk.parts.services.compactMap { $0 as? LiveService }.first.orThrow("nobody tells").teller
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await live.tell(teller) }
            group.addTask {
                await withDiscardingTaskGroup { group in for await job in jobs { group.addTask(operation: job) } }
            }
            try await body(live)
            conversations.finish()
            live.settled.pages.withLock { $0 }.forEach { $0.leave() }
            try await group.next()
            group.cancelAll()
        }
    }

    // MARK: Pages

    /// Asks for a socket as this browser's page would; nil when it is not given one.
    func open(_ browser: Browser, headers: HTTPFields = [.origin: "http://localhost"]) async throws -> LivePage? {
        var request = HTTPRequest(
            method: .get, scheme: "http", authority: "localhost", path: "/live", headerFields: headers)
        request.headerFields[.cookie] = browser.cookieHeader
        let channel = NIOAsyncTestingChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: browser.address, port: 50_000)
        let logger = desk.log.logger
        guard case .upgrade(let converse) = try await desk.parts.liveEndpoint.decide(request, channel, logger) else {
            return nil
        }
        let connection = WebSocketSetup(WebSocketConfiguration()).connection(request, channel, logger)
        let page = LivePage(connection, settle: settle)
        settled.pages.withLock { $0.append(page) }
        conversations.yield { await page.converse(converse) }
        return page
    }

    /// An agent's page that is ready, and the agent available.
    func agent(_ agent: AgentID, tab: String, isAvailable: Bool = true) async throws -> LivePage {
        let page = try await open(try await desk.browser(of: agent)).orThrow("no socket")
        page.say(#"{"type":"hello","as":"agent","tab":"\#(tab)"}"#)
        _ = try await page.next("ready")
        if isAvailable {
            page.say(#"{"type":"presence","presence":"available"}"#)
            _ = try await page.told()
        }
        return page
    }

    /// A customer's page that is ready: at the path of a ticket, or at the first page.
    func customer(_ browser: Browser, path: String = "/", tab: String = "customer") async throws -> LivePage {
        let page = try await open(browser).orThrow("no socket")
        page.say(#"{"type":"hello","token":"\#(try await token(browser, path))","tab":"\#(tab)"}"#)
        _ = try await page.next("ready")
        return page
    }

    func visitor(tab: String = "visitor", address: String = "127.0.0.1") async throws -> LivePage {
        try await customer(desk.stranger(address: address), tab: tab)
    }

    func token(_ browser: Browser, _ path: String) async throws -> String {
        _ = try await browser.get("/")
        let answer = try await browser.post("/token/generate", ["page": path])
        return try answer.text.firstMatch(of: #/"token":"([^"]+)"/#).map { String($0.output.1) }.orThrow("no token")
    }

    // MARK: Telling

    /// Returns once everything that happened before was told.
    func settle() async {
        let number = settled.next()
        desk.parts.bus.publish(.accessEnded(AgentID(-number)))
        for await done in settled.done where done >= number { break }
    }

    private func tell(_ teller: LiveTeller) async {
        for await event in desk.parts.bus.events {
            if case .accessEnded(let mark) = event, mark.number < 0 {
                settled.finish(-mark.number)
            } else {
                await teller.tell(event)
            }
        }
    }
}

/// Marks on the bus, and the pages that were opened.
private final class Settled: Sendable {
    let pages = Mutex<[LivePage]>([])
    let done: AsyncStream<Int64>
    private let continuation: AsyncStream<Int64>.Continuation
    private let last = Mutex<Int64>(0)

    init() { (done, continuation) = AsyncStream.makeStream() }

    func next() -> Int64 {
        last.withLock { last in
            last += 1
            return last
        }
    }

    func finish(_ number: Int64) { continuation.yield(number) }
}
