import Desk
import Hummingbird
import ServiceLifecycle
import Store
import Telephony

/// What there is once of a line to Genesys.
struct GenesysParts: Sendable {
    let hub: GenesysHub
    /// Where agents sign in themselves.
    let cloud: CloudUpstream?

    init(_ settings: GenesysSettings, clock: WallClock) {
        guard let client = settings.clientID else {
            cloud = nil
            let bridge = BridgeUpstream(url: settings.url.text, socket: settings.socket?.socketText)
            hub = GenesysHub(upstream: bridge, clock: clock)
            return
        }
        let cloud = CloudUpstream(api: settings.url.origin.text, login: settings.loginText, client: client)
        self.cloud = cloud
        hub = GenesysHub(upstream: cloud, clock: clock)
    }
}

extension Parts {
    var genesysEndpoint: GenesysEndpoint {
        GenesysEndpoint(store: store, hub: genesys?.hub, settings: settings, cookies: cookies)
    }

    func addGenesys(to agents: RouterGroup<AgentContext>) {
        GenesysRoutes(store: store, hub: genesys?.hub).add(to: agents)
        GenesysSignIn(cloud: genesys?.cloud, hub: genesys?.hub, settings: settings).add(to: agents)
    }

    var genesysServices: [any Service] {
        guard let genesys else { return [] }
        return [GenesysService(hub: genesys.hub, store: store, report: reportGenesys, logger: logger)]
    }

    /// Writes a call down as the desk keeps those of other lines.
    private var reportGenesys: GenesysService.Report {
        { [lines, region = settings.region] report, agent in
            guard let report = report.line(region: region) else { return }
            try await lines.report(report, by: agent)
        }
    }
}

extension GenesysReport {
    /// Switches leave the plus out, and the country's own code.
    func line(region: String) -> LineReport? {
        let known = number.flatMap { typed in
            PhoneNumber(e164: typed) ?? (try? PhoneNumber.parse(typed, region: region))
        }
        return LineReport(
            line: LineReport.Line.genesys.rawValue, call: call, state: state.rawValue,
            direction: isInbound ? "in" : "out", number: known?.e164,
            name: name.flatMap { $0.utf8.count <= 1_000 ? $0 : nil },
            ticket: ticket.map { TicketID(Int64($0)) }, reason: reason,
            endedBy: isEndedByAgent.map { $0 ? "agent" : "customer" })
    }
}

extension GenesysSettings {
    /// Genesys Cloud signs people in at `login.` where its API is at `api.`.
    var loginText: String {
        if let login { return login.origin.text }
        return url.origin.text.replacing("://api.", with: "://login.", maxReplacements: 1)
    }
}

extension WebAddress {
    /// As a WebSocket's address.
    var socketText: String { socketOrigin + path }
}
