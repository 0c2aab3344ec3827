import Desk
import Mustache

/// What surrounds every page.
struct Layout: Sendable {
    let title: String
    let deskName: String
    let page: String
    let assets: Assets
    /// Where the bus stood before the page's content was read.
    let mark: String
    var agent: AgentBadge?
    var ownTickets: Int = 0
    /// The page's own script, where it is not the usual one.
    var script: String?
    /// What this page's telephone needs to know of the account, as JSON; nothing where it has none.
    var twilio: String?
    /// The line that is the agent's.
    var line: LinePage.Attributes?
    /// The partner's toolbar that the agents' pages host.
    var partner: PartnerPage?

    var value: MustacheValue {
        [
            "title": .text(title == deskName ? title : "\(title) · \(deskName)"), "deskName": .text(deskName),
            "home": .text(Paths.home), "page": .text(page), "mark": .text(mark),
            "twilio": .optional(twilio), "line": .optional(line?.line), "lineSettings": .optional(line?.settings),
            "stylesheet": .text(assets.path("css/deskbell.css")), "earlyScript": .text(assets.path("js/early.js")),
            "pageScript": .text(assets.path(script ?? (agent == nil ? "js/pages/customer.js" : "js/pages/desk.js"))),
            "icon": .text(assets.path("icons/deskbell.svg")),
            "agent": agent?.value ?? .absent,
            "ownTickets": ownTickets == 0
                ? .absent : ["words": .text("Your tickets (\(ownTickets))"), "path": "/#your-tickets"],
            "phone": phone, "partner": partnerValue,
        ]
    }

    private var partnerValue: MustacheValue {
        guard let partner, let agent else { return .absent }
        return partner.value(assets: assets, agent: agent.agent)
    }

    /// The phone of this page; customers can ring the desk.
    var phone: MustacheValue {
        [
            "isAgent": .flag(agent != nil), "callSupport": .flag(agent == nil),
            "holdMusic": .text(assets.path("sounds/hold-music.wav")),
        ]
    }
}

/// The signed-in agent in the page's head.
struct AgentBadge: Sendable {
    let agent: Agent
    let onTickets: Bool
    /// Whether there is a choice of what they take calls on.
    var hasChoice = false
    var onDoctor = false

    var value: MustacheValue {
        [
            "name": .text(agent.name), "initials": .text(Self.initials(agent.name)),
            "isAdmin": .flag(agent.role == .admin), "isAvailable": .flag(agent.presence == .available),
            "ticketsPath": .text(Paths.dashboard), "peoplePath": .text(Paths.people),
            "ownPhonePath": .optional(hasChoice ? Paths.ownPhone : nil),
            "signOutPath": .text(Paths.signOut), "onTickets": .flag(onTickets),
            "onPeople": .flag(!onTickets && !onDoctor),
            "doctorPath": .text(Paths.doctor), "onDoctor": .flag(onDoctor),
        ]
    }

    private static func initials(_ name: String) -> String {
        let words = name.split(separator: " ")
        let ends = words.count > 1 ? [words.first, words.last] : [words.first]
        return ends.compactMap { $0?.first }.map { String($0) }.joined().uppercased()
    }
}

extension Views {
    /// - Parameter mark: where the bus stood before the page's content was read; pages without live content have none.
    func publicLayout(title: String, page: String, mark: String = "", ownTickets: Int = 0) -> Layout {
        Layout(
            title: title, deskName: deskName, page: page, assets: assets, mark: mark, ownTickets: ownTickets,
            twilio: telephone?.isForCustomers == true ? telephone?.json : nil)
    }

    func deskLayout(
        title: String, page: String, agent: Agent, mark: String, onTickets: Bool = true, onDoctor: Bool = false
    ) -> Layout {
        Layout(
            title: title, deskName: deskName, page: page, assets: assets, mark: mark,
            agent: AgentBadge(
                agent: agent, onTickets: onTickets, hasChoice: lines.isChoice || rings(agent), onDoctor: onDoctor),
            twilio: telephone?.json, line: lines.attributes(for: agent), partner: partner)
    }
}

extension Layout {
    static let sample = Layout(
        title: "Sample", deskName: "Desk", page: "home", assets: .sample, mark: "m", ownTickets: 2)
    static let agentSample = Layout(
        title: "Sample", deskName: "Desk", page: "dashboard", assets: .sample, mark: "m",
        agent: AgentBadge(
            agent: Agent(id: AgentID(1), username: "ana", name: "Ana Diaz", role: .admin), onTickets: true,
            hasChoice: true),
        line: .init(line: "genesys", settings: "{}"), partner: .sample)
}
