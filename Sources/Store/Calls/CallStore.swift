package import Desk
import Foundation
import Secrets

/// A change of a call that is saved.
package struct CallStep: Sendable {
    /// The call before; its state may be the same as after.
    package let before: Call
    package let call: Call
    /// On whose timelines stands now what an agent had typed about earlier calls.
    package let tickets: [TicketID]
}

extension Store {
    /// Applies an event to the call as it is saved now; the caller tells people afterwards.
    ///
    /// Throws `CallMachine.Refusal` when the event comes too late, twice or out of order; nothing is changed then.
    @discardableResult
    package func apply(_ event: CallMachine.Event, to id: CallID) async throws -> Call {
        try await step(event, of: id).call
    }

    /// As `apply`, and says how the call was before.
    package func step(_ event: CallMachine.Event, of id: CallID) async throws -> CallStep {
        let now = clock.now
        let joinKey = SecureRandom.token(bits: 128)
        return try await database.write { session in
            let step = try step(event, of: id, at: now, session)
            if step.call.carrier == .twilio, let leg = event.newPage {
                try Self.renew(leg, key: joinKey, at: now, session)
            }
            return step
        }
    }

    /// Rings another agent for the agent of this leg, and puts the customer on hold.
    package func consult(_ agent: AgentID, for leg: LegID, in id: CallID) async throws -> CallStep {
        let now = clock.now
        return try await database.write { session in
            guard let call = try Self.call(id, session) else { throw CallMachine.Refusal.unknownLeg }
            guard let asked = try Self.consultable(agent, over: call, at: now, session) else { throw DialRefusal.busy }
            let invited = try Self.insert(
                NewLeg(party: .agent(agent), role: .consulted, consultedBy: leg, phone: asked.phone), of: id, session)
            return try step(.consulted(leg, asked: invited), of: id, at: now, session)
        }
    }

    package func call(_ id: CallID) async throws -> Call? {
        try await database.read { try Self.call(id, $0) }
    }

    func step(
        _ event: CallMachine.Event, of id: CallID, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> CallStep {
        guard let call = try Self.call(id, session), call.kept == nil else { throw CallMachine.Refusal.unknownLeg }
        if let leg = event.answeringLeg { try Self.refuseLineTalk(call.leg(leg)?.agent, session) }
        var machine = CallMachine(call)
        let actions = try machine.apply(event, at: now)
        var changed = machine.call
        changed.version += 1
        try Self.save(changed, was: call, session)
        let tickets = try actions.flatMap { try perform($0, on: changed, at: now, session) }
        return CallStep(before: call, call: changed, tickets: tickets)
    }

    /// Who talks over a vendor's line takes no call of the desk's before that is over.
    private static func refuseLineTalk(_ agent: AgentID?, _ session: any DatabaseSession) throws {
        guard let agent else { return }
        let talk = try session.first(
            """
            SELECT 1 AS one FROM call_legs
            WHERE agent_id = $1 AND line IS NOT NULL AND state IN ('joined', 'held', 'away')
            """, .id(agent))
        guard talk == nil else { throw CallMachine.Refusal.taken }
    }

    /// - Returns: the tickets whose timelines changed beside the call's own.
    func perform(
        _ action: CallMachine.Action, on call: Call, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> [TicketID] {
        switch action {
        case .record(let what, let leg):
            try Self.record(what, leg: leg, of: call.id, version: call.version, at: now, session)
        case .summarise: try Self.summarise(call, at: now, session)
        case .offerAgain: try Self.offerAgain(call, at: now, session)
        case .wrapUp(let leg):
            guard let agent = call.leg(leg)?.agent else { return [] }
            return try Self.beginWrapUp(call: call.id, agent: agent, at: now, seconds: wrapUpSeconds, session)
        }
        return []
    }

    static func summarise(_ call: Call, at now: Timestamp, _ session: any DatabaseSession) throws {
        guard let ticket = call.ticket else { return }
        let names = try [call.leadingAgent, call.lastAgent].map { agent in
            try agent.flatMap { try session.first("SELECT name FROM agents WHERE id = $1", .id($0))?.text("name") }
        }
        guard let summary = CallSummary(of: call, agentName: names[0], handedTo: names[1]) else { return }
        let detail = String(decoding: try JSONEncoder().encode(summary), as: UTF8.self)
        try add(.call, detail: detail, to: ticket, by: call.leadingAgent, call: call.id, at: now, session)
    }

    /// With nobody to ring, the timer ends the call at its next look.
    private static func offerAgain(_ call: Call, at now: Timestamp, _ session: any DatabaseSession) throws {
        let agents = try freeAgents(for: call.carrier, at: now, session)
        for agent in agents {
            try insert(NewLeg(party: .agent(agent.id), phone: agent.phone), of: call.id, session)
        }
        guard agents.isEmpty else { return }
        try session.execute(
            "UPDATE calls SET offer_until = $2, deadline_at = $2 WHERE id = $1", .id(call.id), .time(now))
    }

    /// Another page carries the leg: it joins the room with a key of its own.
    private static func renew(
        _ leg: LegID, key: String, at now: Timestamp, _ session: any DatabaseSession
    ) throws {
        try session.execute(
            """
            UPDATE call_legs SET join_key = $2, wire = 'none', wire_sid = NULL, wire_held = 0, wire_ends = 0, wire_at = $3
            WHERE id = $1 AND phone IS NULL
            """, .id(leg), .text(key), .time(now))
    }
}

extension CallMachine.Event {
    fileprivate var answeringLeg: LegID? { if case .answered(let leg, _) = self { leg } else { nil } }

    /// The leg that has a page which is new to it.
    fileprivate var newPage: LegID? {
        switch self {
        case .answered(let leg, _), .rejoined(let leg, _): leg
        default: nil
        }
    }
}
