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
    static let people = "/dashboard/people"
    static let disabling = "/dashboard/people/{id}/disable"
    static let enabling = "/dashboard/people/{id}/enable"
    static let password = "/dashboard/people/{id}/password"
    static let token = "/token/generate"
    static let connect = "/call/connect"
    static let dialed = "/call/dialed"
    static let live = "/live"
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
    static func setup(code: String) -> String { "/setup?code=\(code)" }

    /// Where to go after signing in: a path of ours, never another site.
    static func safeReturn(_ path: String?) -> String {
        guard let path, path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 512,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            path.utf8.dropFirst().first != UInt8(ascii: "/")
        else { return dashboard }
        return path
    }
}
