import Desk

/// What agents' pages are told of the line that is theirs.
struct LinePage: Sendable {
    /// What agents can choose from.
    let offered: [LineName]
    /// What the pages of some lines need to know, as JSON.
    private let settings: [LineName: String]

    /// The body's `data-line`, and its `data-line-settings`, where the line has any.
    struct Attributes: Sendable, Equatable {
        let line: String
        let settings: String?
    }

    /// - Parameter streams: where the pages get Amazon Connect Streams from.
    init(_ lines: LineSettings, streams: ScriptFile? = nil) {
        offered = lines.offered.isEmpty ? [.embedded] : lines.offered
        var settings: [LineName: String] = [:]
        if let connect = lines.connect, let streams {
            let members = ["panel": connect.panel.text, "region": connect.region, "streams": streams.address]
            settings[.amazonConnect] = JSONValue.object(members.mapValues { .string($0) }).text
        }
        if let genesys = lines.genesys {
            settings[.genesys] = JSONValue.object(["needsSignIn": .bool(genesys.clientID != nil)]).text
        }
        self.settings = settings
    }

    /// The line that the agent chose, if it is still offered; else the first.
    func line(of agent: Agent) -> LineName {
        agent.line.flatMap { offered.contains($0) ? $0 : nil } ?? offered.first ?? .embedded
    }

    func attributes(for agent: Agent) -> Attributes {
        let line = line(of: agent)
        return Attributes(line: line.rawValue, settings: settings[line])
    }

    /// Whether there is anything to choose.
    var isChoice: Bool { offered.count > 1 }

    /// Whether any of them reaches telephones.
    var reachesTelephones: Bool { offered.contains(where: \.reachesTelephones) }

    static let sample = LinePage(LineSettings())
}

extension LineName {
    /// What agents read beside the choice.
    var purpose: String {
        switch self {
        case .embedded: "Calls with customers on the desk's own pages. It reaches no telephones."
        case .twilio: "Calls with customers on the desk's own pages and on telephones."
        case .amazonConnect: "Telephone calls in the panel of Amazon Connect, where you sign in."
        case .genesys: "Telephone calls of Genesys, with the sound on your phone there."
        }
    }
}
