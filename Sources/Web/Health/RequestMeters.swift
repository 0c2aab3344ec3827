import CoreMetrics
import HTTPTypes
import Synchronization

/// How many requests each route answered, how, and how long that took.
///
/// Handles are made once for each combination; routes, methods and status codes are all few, since what a client makes
/// up becomes no label.
final class RequestMeters: Sendable {
    private struct Answer: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private let registry: MetricsRegistry
    private let counters = Mutex<[Answer: Counter]>([:])
    private let timers = Mutex<[String: Timer]>([:])

    init(registry: MetricsRegistry) { self.registry = registry }

    /// - Parameter template: the route's template; nil where no route answered.
    func note(template: String?, method: HTTPRequest.Method, status: Int, took time: Duration) {
        let route = Self.label(template)
        counter(Answer(route: route, method: Self.label(method), status: status)).increment()
        timer(route).recordNanoseconds(time.wholeNanoseconds)
    }

    private func counter(_ answer: Answer) -> Counter {
        counters.withLock { counters in
            if let known = counters[answer] { return known }
            let fresh = Counter(
                label: "deskbell_http_requests_total",
                dimensions: [("route", answer.route), ("method", answer.method), ("status", String(answer.status))],
                factory: registry)
            counters[answer] = fresh
            return fresh
        }
    }

    private func timer(_ route: String) -> Timer {
        timers.withLock { timers in
            if let known = timers[route] { return known }
            let fresh = Timer(
                label: "deskbell_http_request_seconds", dimensions: [("route", route)], factory: registry)
            timers[route] = fresh
            return fresh
        }
    }

    /// Hummingbird gives all files one name of its own, and another to where no route is.
    private static func label(_ template: String?) -> String {
        guard let template, template != "NotFound" else { return "none" }
        return template == "FileMiddleware" ? "assets" : template
    }

    /// Clients may name methods as they like.
    private static func label(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .options: method.rawValue
        default: "other"
        }
    }
}

extension Duration {
    /// In nanoseconds, as far as 64 bits go.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflows) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return isTooLong || overflows ? .max : sum
    }

    var inSeconds: Double { self / .seconds(1) }
}
