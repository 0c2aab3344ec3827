import Desk
import Mustache

/// What agents' pages show of a partner's toolbar.
struct PartnerPage: Sendable {
    /// A path where the toolbar is the desk's own.
    let address: String
    let outcomes: [String]

    /// Nil where the operator named no toolbar.
    init?(_ settings: DeskSettings) {
        guard let toolbar = settings.lines.partnerToolbar else { return nil }
        self.init(address: settings.lines.hostsOwnToolbar ? toolbar.path : toolbar.text, outcomes: settings.outcomes)
    }

    init(address: String, outcomes: [String]) {
        self.address = address
        self.outcomes = outcomes
    }

    /// - Parameter assets: with the file of ours that the toolbar may load.
    func value(assets: Assets, agent: Agent) -> MustacheValue {
        [
            "address": .text(address), "library": .text(assets.path("js/hosting/ui-events-framework-client.js")),
            "agentID": .text("\(agent.id)"), "outcomes": .list(outcomes.map { .text($0) }),
        ]
    }

    static let sample = PartnerPage(address: "https://partner.example/toolbar", outcomes: ["Resolved"])
}
