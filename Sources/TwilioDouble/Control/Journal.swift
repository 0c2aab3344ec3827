package import Desk
import Synchronization

/// What the desk asked of the double, and the double of the desk.
package final class Journal: Sendable {
    package struct Request: Sendable {
        package let at: Timestamp
        package let method: String
        package let path: String
        package let form: [(name: String, value: String)]
        package let status: Int
        package let answer: String
    }

    package struct Delivery: Sendable {
        package let at: Timestamp
        package let url: String
        package let method: String
        package let parameters: [(name: String, value: String)]
        package let token: String
        package let attempt: Int
        /// 0 where there was no answer.
        package let status: Int
        package let answer: String
        /// Why there was none, or what was done to it on purpose.
        package let remark: String?

        package func value(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
    }

    private struct Pages {
        var requests: [Request] = []
        var deliveries: [Delivery] = []
    }

    private static let longest = 5000
    private let pages = Mutex(Pages())

    package init() {}

    package var requests: [Request] { pages.withLock { $0.requests } }

    package var deliveries: [Delivery] { pages.withLock { $0.deliveries } }

    func note(_ request: Request) {
        pages.withLock { pages in
            if pages.requests.count < Self.longest { pages.requests.append(request) }
        }
    }

    func note(_ delivery: Delivery) {
        pages.withLock { pages in
            if pages.deliveries.count < Self.longest { pages.deliveries.append(delivery) }
        }
    }

    func clear() { pages.withLock { $0 = Pages() } }
}

extension Journal {
    var json: JSONValue {
        .object(["requests": .array(requests.map(\.json)), "webhooks": .array(deliveries.map(\.json))])
    }
}

extension Journal.Request {
    fileprivate var json: JSONValue {
        .object([
            "at": .integer(Int(clamping: at.milliseconds)), "method": .string(method), "path": .string(path),
            "form": .pairs(form), "status": .integer(status), "answer": .string(answer),
        ])
    }
}

extension Journal.Delivery {
    fileprivate var json: JSONValue {
        .object([
            "at": .integer(Int(clamping: at.milliseconds)), "url": .string(url), "method": .string(method),
            "parameters": .pairs(parameters), "token": .string(token), "attempt": .integer(attempt),
            "status": .integer(status), "answer": .string(answer), "remark": remark.map { .string($0) } ?? .null,
        ])
    }
}

extension JSONValue {
    /// Pairs as a list of lists: names may come twice.
    static func pairs(_ pairs: [(name: String, value: String)]) -> JSONValue {
        .array(pairs.map { .array([.string($0.name), .string($0.value)]) })
    }
}
