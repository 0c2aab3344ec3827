import Desk

/// What pages with a telephone are told, as the JSON of their `data-twilio`.
struct TelephonePage: Sendable {
    let json: String
    /// Whether customers' pages have one, too.
    let isForCustomers: Bool

    init(_ account: TwilioAccount, sdk: ScriptFile, isForCustomers: Bool) {
        let members: [String: JSONValue] = [
            "sdk": .string(sdk.address), "edge": account.edge.map { .string($0) } ?? .null,
            "region": account.region.map { .string($0) } ?? .null, "insights": .bool(account.insights),
        ]
        json = JSONValue.object(members).text
        self.isForCustomers = isForCustomers
    }
}
