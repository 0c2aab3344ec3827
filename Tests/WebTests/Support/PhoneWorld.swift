import Desk
import HTTPTypes
import Secrets
import Store
import Telephony
import TestSupport
import TwilioDouble

@testable import Web

/// A desk, the carrier's double and the people at both, on clocks that only a test moves.
///
/// Ana and Dora work on pages, Ben on a telephone; Robert and Erin have telephones and a ticket each.
final class PhoneWorld {
    /// What happens to webhooks, once in so many; 0 for never.
    struct Trouble: Sendable {
        var doubled = 0
        var late = 0
        var lost = 0
        /// Of requests that were carried out but answered with an error.
        var unanswered = 0
    }

    /// An agent's page, and the calls it has made to join rooms.
    struct Page {
        let agent: AgentID
        var tab: String
        var isOpen = true
        /// The carrier's ids by the keys they came with.
        var joined: [String: String] = [:]
    }

    static let robert = "+14158675309"
    static let erin = "+14158675310"
    static let ben = "+14156660100"

    let desk: TestDesk
    let network: DoubleNetwork
    let trouble: Trouble
    var dice: Dice
    var pages: [Page]
    let tickets: [TicketID]
    /// What was done, to read when something is wrong.
    var story: [String] = []
    private var tabs = 0
    private let carrier: TwilioCarrier

    init(_ network: DoubleNetwork, port: Int, seed: UInt64, _ trouble: Trouble) async throws {
        let number = try PhoneNumber(e164: DoubleAccount.phoneNumber).orThrow("no number")
        let desk = try await TestDesk { settings in
            settings.wrapUpSeconds = 0
            settings.limitsRates = false
            var account = TwilioAccount(
                keys: .init(
                    accountSid: DoubleAccount.sid, apiKeySid: DoubleAccount.apiKey,
                    apiSecret: Secret(DoubleAccount.apiSecret), applicationSid: DoubleAccount.applicationSid),
                authToken: Secret(DoubleAccount.authToken), phoneNumber: number)
            account.apiURL = "http://127.0.0.1:\(port)"
            settings.publicOrigin = WebOrigin(DoubleNetwork.desk)
            settings.twilio = account
        }
        self.desk = desk
        self.network = network
        self.trouble = trouble
        dice = Dice(seed &* 7 &+ 1)
        carrier = try desk.parts.carrier.orThrow("no carrier")
        pages = [Page(agent: desk.ana, tab: "ana"), Page(agent: desk.dora, tab: "dora")]
        tickets = try await [Self.robert, Self.erin].asyncMap { number in
            let draft = try TicketDraft(name: "Customer", phone: number, description: "It broke.", region: "US")
            return try await desk.store.file(draft, submission: number, browserHash: [1]).id
        }
        for page in pages {
            try await desk.test.seat(page.agent, tab: page.tab)
            try await network.openPage(page.tab)
        }
        try await desk.store.setPhone(PhoneNumber(e164: Self.ben), of: desk.ben)
        try await desk.store.takeCalls(onPhone: true, agent: desk.ben)
        try await desk.store.choose(.available, for: desk.ben)
    }

    var store: Store { desk.store }
    var switchboard: Switchboard { desk.parts.switchboard }

    // MARK: What follows

    /// Lets so many things happen that follow from what was done; false when there was nothing left.
    @discardableResult
    func goOn(steps: Int) async throws -> Bool {
        for _ in 0..<steps {
            let hasWorked = try await work()
            let hasJoined = try await tendPages()
            let hasDelivered = try await deliver()
            if hasWorked || hasJoined || hasDelivered { continue }
            if await !network.pass(milliseconds: 100) { return false }
        }
        return true
    }

    /// Lets everything happen that follows.
    func settle() async throws {
        guard try await goOn(steps: 600) else { return }
        throw Missing(what: "no end of what follows")
    }

    /// Time passes for everybody.
    func pass(seconds: Int64) async throws {
        desk.clock.advance(seconds: seconds)
        await network.pass(milliseconds: seconds * 1000)
        try await switchboard.fireTimers()
    }

    func reconcile() async throws { try await desk.parts.reconciler.orThrow("no reconciler").look() }

    private func work() async throws -> Bool {
        let queue = try desk.parts.twilio.orThrow("no account").queue
        let mark = CallID(-1)
        queue.add(.settle(mark))
        var hasWorked = false
        for await work in queue.work {
            switch work {
            case .settle(mark): return hasWorked
            case .settle(let call): await carrier.settle(call)
            case .drop(let sid, let room): await carrier.drop(sid, endsRoom: room)
            case .announceLoss(let call): await carrier.announceLoss(call)
            }
            hasWorked = true
        }
        return hasWorked
    }

    private func deliver() async throws -> Bool {
        guard let post = await network.nextPost() else { return false }
        if post.script == nil {
            if rolls(trouble.lost) { return true }
            if rolls(trouble.late) {
                await network.putBack(post)
                return true
            }
        }
        let answer = try await send(post)
        if let script = post.script {
            await network.conclude(script, status: answer.status, body: answer.text)
        } else if rolls(trouble.doubled) {
            _ = try await send(post)
        }
        return true
    }

    private func rolls(_ sides: Int) -> Bool { sides > 0 && dice.oneIn(sides) }

    private func send(_ post: DoubleNetwork.Post) async throws -> Answer {
        var question = Question(
            post.method == "GET" ? .get : .post, String(post.url.dropFirst(DoubleNetwork.desk.count)))
        question.headers[.contentType] = Browser.formType
        for (name, value) in [("X-Twilio-Signature", post.signature), ("I-Twilio-Idempotency-Token", post.token)] {
            question.headers[try HTTPField.Name(name).orThrow("no name")] = value
        }
        question.body = Array(post.form.utf8)
        let answer = try await desk.answer(to: question)
        guard answer.status == 200 else { throw Missing(what: "\(post.url) answered \(answer.status)") }
        return answer
    }

    /// Pages join the rooms of the calls they carry, with the keys they were told, and leave those they do not.
    private func tendPages() async throws -> Bool {
        var hasJoined = false
        for index in pages.indices where pages[index].isOpen {
            let page = pages[index]
            let own = Person.agent(page.agent)
            var wanted: Set<String> = []
            for view in try await store.runningCalls(of: own) {
                guard let leg = view.leg(of: own), leg.state.isConnected, leg.tab == page.tab,
                    let key = leg.wire.joinKey
                else { continue }
                wanted.insert(key)
                guard page.joined[key] == nil else { continue }
                pages[index].joined[key] = await network.connect(page.tab, ["call": view.call.key, "leg": key]) ?? ""
                hasJoined = true
            }
            for (key, sid) in page.joined where !wanted.contains(key) {
                await network.hangUp(sid, page: page.tab)
                pages[index].joined[key] = nil
                hasJoined = true
            }
        }
        return hasJoined
    }

    // MARK: Pages that come and go

    func losePage(_ index: Int) async throws {
        guard pages[index].isOpen else { return }
        pages[index].isOpen = false
        pages[index].joined = [:]
        await network.closePage(pages[index].tab)
        if let departure = try await store.closeConnection("connection-\(pages[index].tab)") {
            try await switchboard.left(departure)
        }
    }

    /// The agent opens a page anew, and takes the calls that wait for them.
    func returnPage(_ index: Int) async throws {
        guard !pages[index].isOpen else { return }
        tabs += 1
        let tab = "tab-\(tabs)"
        pages[index].tab = tab
        pages[index].isOpen = true
        try await desk.test.seat(pages[index].agent, tab: tab)
        try await network.openPage(tab)
        try await rejoin(index)
    }

    func rejoin(_ index: Int) async throws {
        let own = Person.agent(pages[index].agent)
        for view in try await store.runningCalls(of: own) where view.leg(of: own)?.state == .away {
            try? await switchboard.rejoin(view.call.key, by: own, tab: pages[index].tab)
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}
