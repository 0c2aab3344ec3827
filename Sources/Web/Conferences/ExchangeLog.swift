import Synchronization
import Telephony

/// Collects what was asked of the carrier in the course of one order, for the flight recorder.
final class ExchangeLog: Sendable {
    @TaskLocal static var current: ExchangeLog?

    private let lines = Mutex<[String]>([])

    func note(_ exchange: TwilioExchange) {
        let outcome = exchange.status.map(String.init) ?? exchange.problem ?? "no answer"
        let code = exchange.code.map { " code \($0)" } ?? ""
        let request = exchange.requestID.map { " \($0)" } ?? ""
        let line =
            "twilio \(exchange.method) \(exchange.path) \(outcome)\(code) in \(exchange.milliseconds) ms\(request)"
        lines.withLock { $0.append(line) }
    }

    var all: [String] { lines.withLock { $0 } }
}
