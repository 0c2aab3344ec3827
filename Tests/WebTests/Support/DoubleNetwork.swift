import Desk
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Secrets
import Telephony

@testable import TwilioDouble

/// The exchange of the double on a clock that only a test moves; its webhooks wait until they are fetched.
actor DoubleNetwork {
    /// A webhook on its way.
    struct Post: Sendable {
        let url: String
        let method: String
        let form: String
        let signature: String
        let token: String
        /// The TwiML that waits for the answer.
        let script: Int?
    }

    /// A leg of the double, as far as a desk should know of it.
    struct Line: Sendable {
        let sid: String
        let party: String
        let room: String?
        let isTalking: Bool
        let hasMusic: Bool
        let hasRoomBegun: Bool
        /// How many are in the room with it.
        let company: Int
    }

    static let desk = "http://localhost"

    private var exchange: Exchange
    private var alarms: [(at: Int64, number: Int, alarm: Alarm)] = []
    private var posts: [Post] = []
    private var milliseconds: Int64 = 1_800_000_000_000
    private var count = 0
    private var dice: Dice
    /// Requests that are carried out but answered with an error, one in so many.
    private let stumbles: Int

    init(seed: UInt64, stumbles: Int) {
        exchange = Exchange(
            desk: Self.desk, pace: Self.pace, seed: seed, now: Timestamp(milliseconds: milliseconds))
        dice = Dice(seed)
        self.stumbles = stumbles
    }

    /// Telephones are quick, music is long: between two acts there is an end of what follows from one.
    private static var pace: Pace {
        var pace = Pace.brisk
        pace.character = .zero
        pace.playing = .seconds(40)
        return pace
    }

    // MARK: Time

    @discardableResult
    func perform<Result: Sendable>(_ body: @Sendable (inout Exchange) -> Result) -> Result {
        exchange.pass(to: Timestamp(milliseconds: milliseconds))
        let result = body(&exchange)
        for effect in exchange.takeEffects() { carryOut(effect) }
        return result
    }

    /// Time passes, and what is due happens; says whether anything did.
    @discardableResult
    func pass(milliseconds length: Int64) -> Bool {
        let end = milliseconds + length
        var hasHappened = false
        while let next = alarms.filter({ $0.at <= end }).min(by: { ($0.at, $0.number) < ($1.at, $1.number) }) {
            alarms.removeAll { $0.number == next.number }
            milliseconds = max(milliseconds, next.at)
            perform { $0.fire(next.alarm) }
            hasHappened = true
        }
        milliseconds = end
        return hasHappened
    }

    private func carryOut(_ effect: Effect) {
        switch effect {
        case .tell: break
        case .alarm(let alarm, let delay):
            count += 1
            let (seconds, attoseconds) = delay.components
            alarms.append((milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000, count, alarm))
        case .webhook(let webhook): queue(webhook)
        }
    }

    private func queue(_ webhook: Webhook) {
        count += 1
        let form = Courier.encoded(webhook.parameters)
        let isGet = webhook.method == "GET"
        let url = isGet ? webhook.url + (webhook.url.contains("?") ? "&" : "?") + form : webhook.url
        var script: Int?
        if case .document(let number) = webhook.purpose { script = number }
        let signature = WebhookSigner.signature(
            url: url, parameters: isGet ? [] : webhook.parameters, authToken: DoubleAccount.authToken)
        posts.append(
            Post(
                url: url, method: webhook.method, form: isGet ? "" : form, signature: signature,
                token: "token-\(count)",
                script: script))
    }

    // MARK: Webhooks

    /// Takes one that waits for an answer, or any other.
    func nextPost() -> Post? {
        guard !posts.isEmpty else { return nil }
        let place = posts.firstIndex { $0.script != nil } ?? dice.roll(posts.count)
        return posts.remove(at: place)
    }

    func putBack(_ post: Post) { posts.append(post) }

    func conclude(_ script: Int, status: Int, body: String) {
        perform {
            $0.conclude(
                script: script, .answered(status: status, contentType: "text/xml; charset=utf-8", body: body))
        }
    }

    // MARK: Browsers

    func openPage(_ id: String) throws {
        let grants = AccessToken.Grants(
            identity: "agent", incomingAllow: true, outgoingApplicationSid: DoubleAccount.applicationSid)
        let now = Int(milliseconds / 1000)
        let token = try AccessToken.issue(grants, keys: DoubleAccount.keys, now: now, ttl: 3600)
        perform {
            $0.open(page: id)
            $0.hear(.object(["type": .string("token"), "token": .string(token)]), from: id)
        }
    }

    /// The page calls with these parameters; its call's id.
    func connect(_ id: String, _ parameters: [String: String]) -> String? {
        let message = JSONValue.object([
            "type": .string("connect"), "ref": .integer(1), "params": .object(parameters.mapValues { .string($0) }),
        ])
        return perform { exchange in
            let before = Set(exchange.legs.keys)
            exchange.hear(message, from: id)
            return exchange.legs.keys.first { !before.contains($0) }
        }
    }

    func hangUp(_ sid: String, page id: String) {
        perform { $0.hear(.object(["type": .string("hangup"), "call": .string(sid)]), from: id) }
    }

    func closePage(_ id: String) { perform { $0.close(page: id) } }

    // MARK: Looking

    var lines: [Line] {
        exchange.legs.values.filter { !$0.isOver }.map { leg in
            let room = leg.room.flatMap { exchange.conferences[$0] }
            return Line(
                sid: leg.sid, party: leg.party, room: room?.name, isTalking: leg.isTalking, hasMusic: leg.music != nil,
                hasRoomBegun: room?.status == .inProgress, company: exchange.company(of: leg.sid).count)
        }
    }

    func hears(_ listener: String, _ speaker: String) -> Bool { exchange.hears(listener, speaker) }

    var problems: [String] { exchange.problems.map { "\($0.code) \($0.words)" } }

    // MARK: REST

    /// Answers REST requests at a port while the body runs.
    func whileServing(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await self.answer(request) },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "network", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await application.run() }
            for await port in ports.prefix(1) { try await body(port) }
            tasks.cancelAll()
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1_048_576)
        let asked = RestRequest(
            method: request.method.rawValue, path: request.uri.path,
            query: (try? FormBody(Array((request.uri.query ?? "").utf8)))?.pairs ?? [],
            form: (try? FormBody(Array(body.readableBytesView)))?.pairs ?? [],
            authorization: request.headers[.authorization])
        let answer = perform { $0.answer(asked) }
        let makesCall =
            asked.method == "POST" && ["Calls.json", "Participants.json"].contains { asked.path.hasSuffix($0) }
        if makesCall, stumbles > 0, dice.oneIn(stumbles) { return Response(status: .serviceUnavailable) }
        return DoubleResponder.response(answer.status, answer.body, answer.headers)
    }
}
