import Desk
import Foundation

/// The parameters of voice webhooks.
extension Exchange {
    /// What every webhook about this leg carries.
    func fields(of leg: Leg) -> [(name: String, value: String)] {
        var fields = [
            (name: "CallSid", value: leg.sid), (name: "AccountSid", value: DoubleAccount.sid),
            (name: "From", value: leg.from), (name: "To", value: leg.to), (name: "Caller", value: leg.from),
            (name: "Called", value: leg.to), (name: "CallStatus", value: leg.status.rawValue),
            (name: "Direction", value: leg.direction.rawValue), (name: "ApiVersion", value: "2010-04-01"),
        ]
        if let parent = leg.parent { fields.append(("ParentCallSid", parent)) }
        if !leg.isClient { fields += Self.geography }
        return fields + leg.details
    }

    /// Twilio knows the places of some numbers; the double leaves them empty, as Twilio does for others.
    private static let geography: [(name: String, value: String)] = ["From", "To", "Caller", "Called"].flatMap {
        party in
        [("City", ""), ("State", ""), ("Zip", ""), ("Country", "US")].map { (name: party + $0.0, value: $0.1) }
    }

    /// With what a caller's browser sent along; it cannot name itself or its call.
    func firstFields(of leg: Leg) -> [(name: String, value: String)] {
        let standard = fields(of: leg)
        let own = Set(leg.custom.map(\.name)).subtracting(["To"])
        guard leg.direction == .inbound else { return standard }
        let names = Set(standard.map(\.name))
        let to = leg.custom.first { $0.name == "To" }?.value
        let shown = standard.map { field in
            to.map { ["To", "Called"].contains(field.name) ? (name: field.name, value: $0) : field } ?? field
        }
        return shown + leg.custom.filter { own.contains($0.name) && !names.contains($0.name) }
    }
}

extension Timestamp {
    /// `Wed, 21 Oct 2026 07:28:00 +0000`
    var rfc2822: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: date)
    }
}
