package import Desk

/// An agent's wrap-up that is not saved yet.
package struct WrapUpView: Sendable, Equatable {
    /// The key of the call.
    package let call: String
    /// Who the call was with.
    package let with: String
    /// Until when the agent is not rung; nil during the call, and where no time is set.
    package let until: Timestamp?
    package let wrapUp: WrapUp
    package let ticket: TicketID?
}

extension Store {
    /// The agent's newest wrap-up whose time runs, or in which something is typed.
    package func openWrapUp(of agent: AgentID) async throws -> WrapUpView? {
        let now = clock.now
        return try await database.read { session in
            let row = try session.first(
                """
                SELECT w.until_at, w.outcome, w.note, w.follow_up, k.key, k.ticket_id, k.caller_number, k.caller_name, t.name
                FROM wrap_ups w JOIN calls k ON k.id = w.call_id LEFT JOIN tickets t ON t.id = k.ticket_id
                WHERE w.agent_id = $1 AND w.saved_at IS NULL AND (w.until_at > $2 OR w.note <> '')
                ORDER BY w.id DESC LIMIT 1
                """, .id(agent), .time(now))
            return try row.map { row in
                WrapUpView(
                    call: try row.text("key"), with: try Self.customerName(row),
                    until: try row.optional("until_at", row.time), wrapUp: try Self.wrapUp(row),
                    ticket: try Self.ticketID(row))
            }
        }
    }

    /// The ticket's customer, else the caller as a vendor or the network named them.
    private static func customerName(_ row: SQLRow) throws -> String {
        if let name = try row.optional("name", row.text) { return name }
        if let name = try row.optional("caller_name", row.text) { return name }
        guard let named = try row.optional("caller_number", row.text) else { return "A visitor" }
        let caller = CallerNumber(named)
        return caller.number?.international ?? caller.name
    }
}
