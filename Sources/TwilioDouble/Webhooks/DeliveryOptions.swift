import Desk
import Foundation

/// How a webhook is delivered: Twilio's defaults, or what the fragment of its address asks for.
package struct DeliveryOptions: Sendable, Equatable {
    package enum Failure: String, Sendable, CaseIterable {
        case clientError = "4xx"
        case serverError = "5xx"
        case connecting = "ct"
        case reading = "rt"
    }

    package var connecting = Duration.seconds(5)
    package var reading = Duration.seconds(15)
    package var total = Duration.seconds(15)
    package var retries = 1
    package var retried: Set<Failure> = [.connecting]

    /// The address without its fragment, and what that said.
    package static func split(_ url: String) -> (url: String, options: DeliveryOptions) {
        guard let hash = url.firstIndex(of: "#") else { return (url, DeliveryOptions()) }
        var options = DeliveryOptions()
        let fragment = url[url.index(after: hash)...]
        for pair in (try? FormBody(Array(fragment.utf8)))?.pairs ?? [] { options.apply(pair.name, pair.value) }
        return (String(url[..<hash]), options)
    }

    private mutating func apply(_ name: String, _ value: String) {
        let number = Int(value) ?? 0
        switch name {
        case "ct": connecting = .milliseconds(min(max(number, 100), 10_000))
        case "rt": reading = .milliseconds(min(max(number, 100), 15_000))
        case "tt": total = .milliseconds(min(max(number, 100), 15_000))
        case "rc": retries = min(max(number, 0), 5)
        case "rp":
            let names = value.split(separator: ",").map(String.init)
            retried = names.contains("all") ? Set(Failure.allCases) : Set(names.compactMap(Failure.init(rawValue:)))
        default: break
        }
    }

    /// What kind of failure this status is; nil for none.
    package static func failure(_ status: Int) -> Failure? {
        switch status {
        case 400..<500: .clientError
        case 500...: .serverError
        default: nil
        }
    }
}
