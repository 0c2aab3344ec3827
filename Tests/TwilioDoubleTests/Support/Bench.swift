import Desk
import Foundation

@testable import TwilioDouble

/// An exchange with a clock that only a test moves, and a desk that answers by a table.
struct Bench {
    var exchange: Exchange
    /// The TwiML for a path; a desk without one answers 404.
    var pages: [String: String] = [:]
    /// What was told to the desk, in order.
    private(set) var webhooks: [Webhook] = []
    private(set) var told: [(page: String, message: JSONValue)] = []
    private var alarms: [(at: Int64, number: Int, alarm: Alarm)] = []
    private var milliseconds: Int64 = 1_800_000_000_000
    private var count = 0

    static let desk = "http://desk.test:8080"

    init(pages: [String: String] = [:]) {
        exchange = Exchange(
            desk: Self.desk, pace: .brisk, seed: 7, now: Timestamp(milliseconds: milliseconds))
        self.pages = pages
    }

    @discardableResult
    mutating func act<Result>(_ body: (inout Exchange) -> Result) -> Result {
        let result = body(&exchange)
        settle()
        return result
    }

    /// Time passes, and what is due happens.
    mutating func pass(_ seconds: Double) {
        let end = milliseconds + Int64(seconds * 1000)
        while let next = alarms.filter({ $0.at <= end }).min(by: { ($0.at, $0.number) < ($1.at, $1.number) }) {
            alarms.removeAll { $0.number == next.number }
            milliseconds = max(milliseconds, next.at)
            exchange.pass(to: Timestamp(milliseconds: milliseconds))
            act { $0.fire(next.alarm) }
        }
        milliseconds = end
        exchange.pass(to: Timestamp(milliseconds: milliseconds))
    }

    private mutating func settle() {
        while true {
            let effects = exchange.takeEffects()
            if effects.isEmpty { return }
            for effect in effects { carryOut(effect) }
        }
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case .tell(let page, let message): told.append((page, message))
        case .alarm(let alarm, let delay):
            count += 1
            let (seconds, attoseconds) = delay.components
            alarms.append((milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000, count, alarm))
        case .webhook(let webhook):
            webhooks.append(webhook)
            guard case .document(let script) = webhook.purpose else { return }
            exchange.conclude(script: script, answer(webhook.url))
        }
    }

    private func answer(_ url: String) -> WebhookOutcome {
        let path = URL(string: url)?.path ?? ""
        guard let page = pages[path] else { return .answered(status: 404, contentType: nil, body: "") }
        return .answered(status: 200, contentType: "text/xml; charset=utf-8", body: page)
    }
}

extension Bench {
    static let authorization =
        "Basic " + Data("\(DoubleAccount.apiKey):\(DoubleAccount.apiSecret)".utf8).base64EncodedString()

    mutating func rest(
        _ method: String, _ path: String, _ form: [(String, String)] = [], query: [(String, String)] = [],
        authorization: String? = Bench.authorization
    ) -> RestAnswer {
        act {
            $0.answer(
                RestRequest(
                    method: method, path: "/2010-04-01/Accounts/\(DoubleAccount.sid)/\(path)",
                    query: query.map { (name: $0.0, value: $0.1) }, form: form.map { (name: $0.0, value: $0.1) },
                    authorization: authorization))
        }
    }

    func status(_ sid: String) -> String? { exchange.legs[sid]?.status.rawValue }

    /// The webhooks to this path, as dictionaries.
    func posts(to path: String) -> [[String: String]] {
        webhooks.filter { URL(string: $0.url)?.path == path }.map { webhook in
            Dictionary(webhook.parameters.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    /// The events of rooms, in order.
    func events(at path: String = "/conference/status") -> [String] {
        posts(to: path).compactMap { $0["StatusCallbackEvent"] }
    }

    var codes: [Int] { exchange.problems.map(\.code) }
}

extension JSONValue {
    func text(_ name: String) -> String { self[name]?.string ?? "" }
}
