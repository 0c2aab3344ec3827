import Desk

/// Every address of the desk, for the router and for links alike.
enum Paths {
    static let home = "/"
    static let tickets = "/tickets"
    static let ticketPage = "/t/{key}"
    static let setup = "/setup"
    static let signIn = "/sign-in"
    static let signOut = "/sign-out"
    static let dashboard = "/dashboard"
    static let deskTicket = "/dashboard/tickets/{id}"
    static let ticketStatus = "/dashboard/tickets/{id}/status"
    static let ticketNotes = "/dashboard/tickets/{id}/notes"
    static let newTicket = "/dashboard/tickets/new"
    static let callTickets = "/dashboard/calls/{key}/tickets"
    static let contacts = "/dashboard/contacts"
    static let wrapUp = "/dashboard/calls/{key}/wrap-up"
    static let recordingSound = "/dashboard/recordings/{key}"
    static let ownPhone = "/dashboard/phone"
    static let agentPhone = "/dashboard/people/{id}/phone"
    static let people = "/dashboard/people"
    static let disabling = "/dashboard/people/{id}/disable"
    static let enabling = "/dashboard/people/{id}/enable"
    static let password = "/dashboard/people/{id}/password"
    static let doctor = "/dashboard/doctor"
    static let token = "/token/generate"
    static let hostToken = "/token"
    static let toolbarSignIn = "/toolbar/sign-in"
    static let toolbarSignOut = "/toolbar/sign-out"
    static let callWindow = "/toolbar/window"
    static let connect = "/call/connect"
    static let callerConnect = "/conference/connect/client"
    static let dialed = "/call/dialed"
    static let callStatus = "/call/status"
    static let recording = "/call/recording"
    static let recorded = "/call/recorded"
    static let conferenceWait = "/conference/wait"
    static let conferenceHold = "/conference/hold"
    static let conferenceLost = "/conference/lost"
    static let voicemail = "/conference/voicemail"
    static let conferenceStatus = "/conference/status"
    static let agentConnect = "/conference/{id}/connect/{agent}"
    static let consultCall = "/conference/{id}/call"
    static let toolbar = "/toolbar"
    static let live = "/live"
    static let genesysEvents = "/genesys/events"
    static let genesysSocket = "/genesysWs"
    static let genesysSignIn = "/genesys/sign-in"
    static let genesysCallback = "/genesys/callback"
    static let health = "/healthz"
    static let readiness = "/readyz"
    static let metrics = "/metrics"

    static func ticket(key: String) -> String { "/t/\(key)" }
    static func deskTicket(_ id: TicketID) -> String { "/dashboard/tickets/\(id)" }
    static func status(of id: TicketID) -> String { "/dashboard/tickets/\(id)/status" }
    static func notes(of id: TicketID) -> String { "/dashboard/tickets/\(id)/notes" }
    static func disabling(_ id: AgentID) -> String { "/dashboard/people/\(id)/disable" }
    static func enabling(_ id: AgentID) -> String { "/dashboard/people/\(id)/enable" }
    static func password(of id: AgentID) -> String { "/dashboard/people/\(id)/password" }
    static func newTicket(call key: String) -> String { "\(newTicket)?call=\(key)" }
    static func tickets(ofCall key: String) -> String { "/dashboard/calls/\(key)/tickets" }
    static func recording(key: String) -> String { "/dashboard/recordings/\(key)" }
    static func phone(of id: AgentID) -> String { "/dashboard/people/\(id)/phone" }
    static func connect(agent: AgentID, toCall key: String) -> String { "/conference/\(key)/connect/\(agent)" }
    static func callStatus(call key: String, leg: LegID) -> String { "\(callStatus)?call=\(key)&leg=\(leg)" }
    /// Where Twilio asks and tells; letter by letter, so that nothing else is taken for it.
    static func isWebhook(_ path: String) -> Bool {
        if path.hasPrefix("/call/") || webhooks.contains(path) { return true }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 && parts[1] == "conference" && parts[3] == "connect"
    }

    /// What the media toolbar asks for out of a frame in another site.
    static func worksInFrame(_ path: some StringProtocol) -> Bool {
        if path == toolbar || path.hasPrefix(toolbar + "/") { return true }
        if path == live || path == hostToken || path == token || path == "/genesysWs" || path.hasPrefix("/genesys/") {
            return true
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 && path.hasPrefix("/dashboard/calls/") && path.hasSuffix("/wrap-up")
    }

    private static let webhooks: Set<String> = [
        callerConnect, conferenceWait, conferenceHold, conferenceLost, voicemail, conferenceStatus,
    ]

    static func setup(code: String) -> String { "/setup?code=\(code)" }

    /// Where to go after signing in: a path of ours, never another site.
    static func safeReturn(_ path: String?, longest: Int = 512) -> String {
        guard let path, path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= longest,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            path.utf8.dropFirst().first != UInt8(ascii: "/")
        else { return dashboard }
        return path
    }
}
