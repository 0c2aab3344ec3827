import Desk
import HTTPTypes
import NIOCore
import Secrets
import Synchronization
import Telephony
import TestSupport
import Testing

@testable import Web
@testable import WebSocketUpgrade

/// A Genesys that does what a test says.
private final class ToldUpstream: GenesysUpstream {
    let asked = Mutex<[GenesysRequest]>([])
    let answer = Mutex<GenesysError?>(nil)
    let abilities = GenesysAbilities(mute: false, wrapUp: false, signIn: false)

    func run(for agent: GenesysAgent, _ tell: @escaping @Sendable (GenesysEvent) async -> Void) async {}

    func perform(_ request: GenesysRequest, for agent: GenesysAgent) async throws(GenesysError) {
        asked.withLock { $0.append(request) }
        if let error = answer.withLock({ $0 }) { throw error }
    }

    var kinds: [GenesysRequest.Kind] { asked.withLock { $0.map(\.kind) } }
}

@Suite struct GenesysHubTests {
    private let upstream = ToldUpstream()
    private let hub: GenesysHub
    private let elapsed: Elapsed
    private let ana = GenesysAgent(id: AgentID(1), name: "ana")
    private let ben = GenesysAgent(id: AgentID(2), name: "ben")

    private final class Elapsed: Sendable {
        private let start = ContinuousClock.now
        private let passed = Mutex(Duration.zero)
        var now: ContinuousClock.Instant { start + passed.withLock { $0 } }
        func pass(_ time: Duration) { passed.withLock { $0 += time } }
    }

    init() {
        let elapsed = Elapsed()
        self.elapsed = elapsed
        hub = GenesysHub(upstream: upstream, clock: .system, timing: .init(now: { elapsed.now }))
    }

    /// A page's socket, and what it is told.
    private struct Page {
        let connection: WebSocketConnection

        init() {
            let setup = WebSocketSetup(WebSocketConfiguration())
            connection = WebSocketConnection(
                request: .init(method: .get, scheme: "http", authority: "localhost", path: "/genesysWs"),
                remoteAddress: nil, logger: TestLog().logger, inbox: setup.inbox, outbox: setup.outbox)
        }

        func told() -> [JSONValue] {
            var all: [JSONValue] = []
            while var frame = connection.outbox.next() {
                frame.moveReaderIndex(forwardBy: 1)
                switch frame.readInteger(as: UInt8.self) {
                case 126: frame.moveReaderIndex(forwardBy: 2)
                case 127: frame.moveReaderIndex(forwardBy: 8)
                default: break
                }
                if let json = JSONValue(Array(frame.readableBytesView)) { all.append(json) }
            }
            return all
        }

        func names() -> [String] { told().compactMap { $0["eventName"]?.string } }
    }

    private func page(of agent: GenesysAgent) async -> Page {
        let page = Page()
        await hub.attach(page.connection, sessionHash: [1], of: agent)
        return page
    }

    /// A page of an agent whose session stands.
    private func registered(_ agent: GenesysAgent) async -> Page {
        let page = await page(of: agent)
        #expect(await hub.perform(GenesysRequest(.initialize), by: agent).status == 202)
        await hub.hear(GenesysEvent(.registered), of: agent.id)
        return page
    }

    private func event(_ name: GenesysEvent.Name, _ connection: String = "c1") -> GenesysEvent {
        var event = GenesysEvent(name, connectionID: connection)
        event.eventID = "e1"
        event.ani = "+14158675309"
        return event
    }

    @Test func `initialize leads to EventRegistered, and calls are told in order`() async {
        let page = await registered(ana)
        for name in [GenesysEvent.Name.ringing, .established, .released] { await hub.hear(event(name), of: ana.id) }
        let told = page.told()
        #expect(
            told.compactMap { $0["eventName"]?.string } == [
                "EventRegistered", "EventRinging", "EventEstablished", "EventReleased",
            ])
        #expect(told.compactMap { $0["seq"]?.integer } == [1, 2, 3, 4])
        #expect(told.last?["ANI"]?.string == "+14158675309")
    }

    @Test func `one agent's events go to no other`() async {
        let (own, other) = (await registered(ana), await registered(ben))
        _ = (own.told(), other.told())
        await hub.hear(event(.ringing), of: ana.id)
        #expect(own.names() == ["EventRinging"])
        #expect(other.names() == [])
        var request = GenesysRequest(.accept, connectionID: "c1")
        request.requestID = "r"
        #expect(await hub.perform(request, by: ben).status == 404)
        #expect(upstream.kinds == [])
    }

    @Test func `commands are refused where the state forbids them`() async {
        _ = await registered(ana)
        await hub.hear(event(.established), of: ana.id)
        #expect(await hub.perform(GenesysRequest(.accept, connectionID: "c1"), by: ana).status == 409)
        #expect(await hub.perform(GenesysRequest(.accept, connectionID: "c9"), by: ana).status == 404)
        #expect(await hub.perform(GenesysRequest(.hold, connectionID: "c1"), by: ana).status == 202)
        #expect(upstream.kinds == [.hold])
    }

    @Test func `before initialize nothing can be asked`() async {
        #expect(await hub.perform(GenesysRequest(.available), by: ana).status == 502)
    }

    @Test(arguments: [
        (GenesysError.unreachable, 502), (.late, 504), (.unknownCall, 404), (.wrongState, 409), (.signInNeeded, 403),
        (.busy(seconds: 7), 429), (.refused(status: 500, message: "x"), 502),
    ])
    func `what Genesys says is what is answered`(error: GenesysError, status: Int) async {
        _ = await registered(ana)
        upstream.answer.withLock { $0 = error }
        let reply = await hub.perform(GenesysRequest(.available), by: ana)
        #expect(reply.status == status)
        #expect(reply.words == error.words)
    }

    @Test func `the same request again gets the first answer and happens once`() async {
        _ = await registered(ana)
        var request = GenesysRequest(.available)
        request.requestID = "r1"
        let first = await hub.perform(request, by: ana)
        upstream.answer.withLock { $0 = .unreachable }
        #expect(await hub.perform(request, by: ana) == first)
        #expect(upstream.kinds == [.available])
    }

    @Test func `who waits for an answer that nobody gives any more hears that it is late`() async {
        let reply = await withCheckedContinuation { waiter in
            var answers = GenesysAnswers()
            answers.begin("r1")
            answers.wait("r1", waiter)
            answers.giveUp()
        }
        #expect(reply == GenesysReply(.late, requestID: "r1"))
    }

    @Test func `a page that comes anew gets the whole picture`() async {
        _ = await registered(ana)
        await hub.hear(GenesysEvent(.agentReady), of: ana.id)
        await hub.hear(event(.established), of: ana.id)
        await hub.hear(event(.held), of: ana.id)
        let page = await page(of: ana)
        _ = await hub.perform(GenesysRequest(.initialize), by: ana)
        #expect(page.names() == ["EventRegistered", "EventAgentReady", "EventHeld"])
    }

    @Test func `an agent without a page is signed out after a while, but not in a call`() async {
        let page = await registered(ana)
        await hub.hear(event(.established), of: ana.id)
        await hub.detach(page.connection, of: ana.id)
        elapsed.pass(.seconds(29))
        await hub.tick()
        #expect(upstream.kinds == [])
        elapsed.pass(.seconds(2))
        await hub.tick()
        #expect(upstream.kinds == [.unavailable])
        await hub.hear(event(.released), of: ana.id)
        await hub.tick()
        #expect(upstream.kinds == [.unavailable, .terminate])
    }

    @Test func `a page that comes back in time keeps the agent signed in`() async {
        let page = await registered(ana)
        await hub.detach(page.connection, of: ana.id)
        elapsed.pass(.seconds(20))
        _ = await self.page(of: ana)
        elapsed.pass(.seconds(20))
        await hub.tick()
        #expect(upstream.kinds == [])
    }

    @Test func `what Genesys does not tell of again is over`() async {
        let page = await registered(ana)
        await hub.hear(event(.established), of: ana.id)
        await hub.hear(GenesysEvent(.registered), of: ana.id)
        _ = page.told()
        elapsed.pass(.seconds(6))
        await hub.tick()
        #expect(page.names() == ["EventReleased"])
    }

    @Test func `a call that was asked for here keeps its ticket`() async throws {
        _ = await registered(ana)
        var request = GenesysRequest(.makeCall)
        (request.toNumber, request.userData) = ("+14158675309", ["ticket": "12"])
        _ = await hub.perform(request, by: ana)
        var dialing = GenesysEvent(.dialing, connectionID: "c1")
        dialing.otherDN = "14158675309"
        await hub.hear(dialing, of: ana.id)
        var reports = hub.reports.makeAsyncIterator()
        let (report, agent) = try #require(await reports.next())
        #expect(agent == ana.id)
        #expect(report.ticket == 12)
        #expect(!report.isInbound)
        #expect(report.number == "14158675309")
    }

    @Test(
        arguments: [
            ([GenesysEvent.Name.ringing, .abandoned], nil, "cancelled", false),
            ([.ringing, .diverted], nil, "missed", nil), ([.ringing, .released], .reject, "rejected", true),
            ([.dialing, .destinationBusy], nil, "busy", nil), ([.dialing, .released], nil, "missed", nil),
            ([.dialing, .released], .hangup, "cancelled", true), ([.established, .released], nil, "hangup", nil),
            ([.established, .released], .hangup, "hangup", true),
        ] as [([GenesysEvent.Name], GenesysRequest.Kind?, String, Bool?)])
    func `an end has its reason`(
        names: [GenesysEvent.Name], asked: GenesysRequest.Kind?, reason: String, isByAgent: Bool?
    ) throws {
        var calls = GenesysCalls()
        _ = try calls.take(event(#require(names.first)))
        if let asked { calls.note(asked, of: "c1") }
        guard case .over(let event, let call) = try calls.take(event(#require(names.last))) else {
            return #expect(Bool(false), "it goes on")
        }
        let report = GenesysReport(call, endedBy: event)
        #expect(report.reason == reason)
        #expect(report.isEndedByAgent == isByAgent)
    }
}
