import Desk

/// The names under which people appear in tokens; the server alone chooses them.
enum Identity {
    private static let ticketPrefix = "ticket_"
    private static let visitorPrefix = "visitor_"

    static func ticket(_ id: TicketID) -> String { ticketPrefix + id.description }

    /// The ticket that an identity stands for.
    static func ticket(_ identity: String) -> TicketID? {
        guard identity.hasPrefix(ticketPrefix) else { return nil }
        return TicketID(text: String(identity.dropFirst(ticketPrefix.count)))
    }

    static func isVisitor(_ identity: String) -> Bool { identity.hasPrefix(visitorPrefix) }
}
