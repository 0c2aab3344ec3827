import Desk
import Store

/// Decides which page an agent needs when a call is theirs.
struct ScreenPop: Sendable {
    let store: Store
    let bus: Bus

    /// The call's ticket; a caller's only one, on which the call is then; a list to choose from; else a new one.
    ///
    /// Asked again it answers the same. Nil for a visitor of the first page, of whom nothing is known.
    func popPath(for call: CallID) async throws -> String? {
        guard let caller = try await store.caller(of: call) else { return nil }
        if let ticket = caller.ticket { return Paths.deskTicket(ticket) }
        guard caller.caller != nil, let key = try await store.call(call)?.key else { return nil }
        guard caller.matches.count == 1 else {
            return caller.matches.isEmpty ? Paths.newTicket(call: key) : Paths.tickets(ofCall: key)
        }
        guard let ticket = try await store.linkOnlyMatch(of: call) else { return Paths.tickets(ofCall: key) }
        told(call, on: ticket)
        return Paths.deskTicket(ticket)
    }

    /// A call is on a ticket from now on.
    func told(_ call: CallID, on ticket: TicketID) {
        bus.publish(.ticketChanged(ticket))
        bus.publish(.call(call))
    }
}
