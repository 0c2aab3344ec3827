import Desk
import Foundation

extension Store {
    /// Puts a wrap-up on a timeline in place of an unfinished one, and does what is to follow.
    static func tell(
        _ wrapUp: WrapUp, of call: CallID, by agent: AgentID, on ticket: TicketID, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws {
        let detail = String(decoding: try JSONEncoder().encode(wrapUp), as: UTF8.self)
        let replaced = try session.execute(
            """
            UPDATE ticket_events SET detail = $4, at = $5
            WHERE ticket_id = $1 AND call_id = $2 AND agent_id = $3 AND kind = 'wrap-up'
            """, .id(ticket), .id(call), .id(agent), .text(detail), .time(now))
        if replaced == 0 {
            try add(.wrapUp, detail: detail, to: ticket, by: agent, call: call, at: now, session)
        }
        if wrapUp.followUp == .solved {
            try changeStatus(of: ticket, to: .solved, by: agent, at: now, session)
        }
    }
}
