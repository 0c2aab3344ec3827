import Desk
import Synchronization

/// What is to go wrong, and how often.
package struct Mischief: Sendable {
    /// With the webhooks whose address or parameters contain `match`.
    package struct Post: Sendable {
        package var match = ""
        package var times = Int.max
        package var delay: Duration = .zero
        package var isDoubled = false
        /// It arrives behind the next of the same call or room.
        package var isLate = false
        package var isDropped = false

        package init() {}
    }

    /// With requests of the desk whose method and address fit.
    package struct Rest: Sendable {
        package var method: String?
        package var match = ""
        package var times = Int.max
        package var delay: Duration = .zero
        package var status: Int?
        package var code: Int?
        package var retryAfter: Int?
        /// The answer is a page of HTML, as of a proxy.
        package var isHTML = false
        /// The connection ends without an answer.
        package var isReset = false
        /// What was asked for is done all the same.
        package var happens = false

        package init() {}

        /// Whether anything but the delay is wrong.
        var spoilsAnswer: Bool { isReset || isHTML || status != nil || code != nil }
    }
}

/// The mischief that is wanted at present.
package final class MischiefBook: Sendable {
    private struct Rules {
        var posts: [Mischief.Post] = []
        var rests: [Mischief.Rest] = []
    }

    private let rules = Mutex(Rules())

    package init() {}

    package func add(_ post: Mischief.Post) { rules.withLock { $0.posts.append(post) } }

    package func add(_ rest: Mischief.Rest) { rules.withLock { $0.rests.append(rest) } }

    package func clear() { rules.withLock { $0 = Rules() } }

    /// The first rule for this webhook; it is used once more.
    func rule(for webhook: Webhook) -> Mischief.Post? {
        rules.withLock { rules in
            guard let index = rules.posts.firstIndex(where: { $0.times > 0 && $0.fits(webhook) }) else { return nil }
            rules.posts[index].times -= 1
            return rules.posts[index]
        }
    }

    func rule(for request: RestRequest) -> Mischief.Rest? {
        rules.withLock { rules in
            guard let index = rules.rests.firstIndex(where: { $0.times > 0 && $0.fits(request) }) else { return nil }
            rules.rests[index].times -= 1
            return rules.rests[index]
        }
    }

    var json: JSONValue {
        rules.withLock { rules in
            .object([
                "webhooks": .array(rules.posts.filter { $0.times > 0 }.map { .string($0.match) }),
                "rest": .array(rules.rests.filter { $0.times > 0 }.map { .string($0.match) }),
            ])
        }
    }
}

extension Mischief.Post {
    fileprivate func fits(_ webhook: Webhook) -> Bool {
        match.isEmpty || webhook.url.contains(match) || webhook.parameters.contains { $0.value == match }
    }
}

extension Mischief.Rest {
    fileprivate func fits(_ request: RestRequest) -> Bool {
        (method.map { $0 == request.method } ?? true) && (match.isEmpty || request.path.contains(match))
    }
}

extension Mischief.Post {
    init(_ json: JSONValue) {
        self.init()
        match = json["match"]?.string ?? ""
        times = json["times"]?.integer ?? Int.max
        delay = .milliseconds(json["delay"]?.integer ?? 0)
        isDoubled = json["double"]?.bool ?? false
        isLate = json["late"]?.bool ?? false
        isDropped = json["drop"]?.bool ?? false
    }
}

extension Mischief.Rest {
    init(_ json: JSONValue) {
        self.init()
        method = json["method"]?.string
        match = json["match"]?.string ?? ""
        times = json["times"]?.integer ?? Int.max
        delay = .milliseconds(json["delay"]?.integer ?? 0)
        status = json["status"]?.integer
        code = json["code"]?.integer
        retryAfter = json["retryAfter"]?.integer
        isHTML = json["html"]?.bool ?? false
        isReset = json["reset"]?.bool ?? false
        happens = json["happens"]?.bool ?? false
    }
}
