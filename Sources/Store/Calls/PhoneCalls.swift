package import Desk

/// How many telephone calls are placed, and how long they may be.
package struct CallCaps: Sendable {
    package let perAgentAndDay: Int64
    package let perDay: Int64
    /// In seconds.
    package let longest: Int64

    package init(perAgentAndDay: Int64, perDay: Int64, longest: Int64) {
        self.perAgentAndDay = perAgentAndDay
        self.perDay = perDay
        self.longest = longest
    }
}

/// How many telephone calls were placed within a day, this one included.
package struct CallTally: Sendable, Equatable {
    package let byAgent: Int64
    package let byDesk: Int64
}

/// What came of a telephone's call to the desk.
package struct PhoneArrival: Sendable {
    package let call: CallID
    /// False when the carrier asked before.
    package let isNew: Bool
    /// False when nobody is free: the caller may leave a message.
    package let isRinging: Bool
}

extension Store {
    /// Places a call to a ticket's telephone; the carrier dials once the agent's page is in the room.
    package func callPhone(
        of ticket: TicketID, from agent: AgentID, _ dial: Dial, policy: DialPolicy, caps: CallCaps
    ) async throws -> (id: CallID, tally: CallTally) {
        let now = clock.now
        var call = NewCall(carrier: .twilio, ticket: ticket, longestSeconds: caps.longest)
        call.room = call.key
        call.ringSeconds = CallMachine.dialSeconds
        let dial = Dial(tab: dial.tab, ref: dial.ref, address: dial.address, carrier: .twilio)
        return try await database.write { [call] session in
            let tally = try Self.tally(of: agent, at: now, session)
            guard tally.byAgent < caps.perAgentAndDay else { throw DialRefusal.agentLimit }
            guard tally.byDesk < caps.perDay else { throw DialRefusal.dayLimit }
            guard let phone = try Self.phone(of: ticket, session) else { throw DialPolicy.Refusal.notANumber }
            if let refusal = policy.refusal(of: phone) { throw refusal }
            try Self.refuseSecondCall(ticket: ticket, visitor: nil, session)
            try Self.refuseTalk(of: agent, session)
            let legs = [NewLeg.caller(.agent(agent), dial), NewLeg(party: .customer, phone: phone)]
            let id = try Self.insert(call, legs, at: now, session)
            return (id, CallTally(byAgent: tally.byAgent + 1, byDesk: tally.byDesk + 1))
        }
    }

    /// How many telephone calls were placed within the last 24 hours, by this agent and by all.
    package func tally(of agent: AgentID?) async throws -> CallTally {
        let now = clock.now
        return try await database.read { try Self.tally(of: agent, at: now, $0) }
    }

    /// What plain clients dialled counts for the desk: nobody knows which agent's they are.
    static func tally(
        of agent: AgentID?, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> CallTally {
        let since = now.adding(seconds: -86_400)
        let bridged = try countBridged(isDialled: true, since: since, session)
        let row = try session.first(
            """
            SELECT count(*) AS desk, count(CASE WHEN l.agent_id = $2 THEN 1 END) AS own
            FROM calls k JOIN call_legs l ON l.call_id = k.id AND l.side = 'caller' AND l.agent_id IS NOT NULL
            WHERE k.carrier = 'twilio' AND k.placed_at >= $1
            """, .time(since), .id(agent))
        return CallTally(byAgent: try row?.integer("own") ?? 0, byDesk: bridged + (try row?.integer("desk") ?? 0))
    }

    /// A telephone rings the desk: every free agent is rung. The same `sid` again finds the call it made.
    ///
    /// - Parameter longest: the longest call in seconds.
    package func callFromPhone(sid: String, caller: Caller, longest: Int64) async throws -> PhoneArrival {
        do {
            return try await arrive(sid: sid, caller: caller, longest: longest)
        } catch StorageError.constraint {
            // Asked twice at the same moment, on two servers: one of them has made the call.
            guard let known = try await database.read({ try Self.arrival(of: sid, $0) }) else { throw DialRefusal.busy }
            return known
        }
    }

    private static func arrival(of sid: String, _ session: any DatabaseSession) throws -> PhoneArrival? {
        guard let known = try session.first("SELECT id, state FROM calls WHERE room = $1", .text(sid)) else {
            return nil
        }
        let isRinging = try known.word("state", as: Call.State.self) != .ended
        return PhoneArrival(call: try known.id("id"), isNew: false, isRinging: isRinging)
    }

    private func arrive(sid: String, caller: Caller, longest: Int64) async throws -> PhoneArrival {
        let now = clock.now
        return try await database.write { session in
            if let known = try Self.arrival(of: sid, session) { return known }
            let agents = try Self.freeAgents(for: .twilio, at: now, session)
            let call = NewCall(carrier: .twilio, visitor: sid, caller: caller, room: sid, longestSeconds: longest)
            let customer = NewLeg(
                party: .customer, side: .caller, tab: Leg.phoneTab, phone: caller.phone ?? .anonymous, sid: sid)
            let legs = [customer] + agents.map { NewLeg(party: .agent($0.id), phone: $0.phone) }
            let id = try Self.insert(call, legs, at: now, session)
            if agents.isEmpty { try Self.endUnanswered(id, at: now, session) }
            return PhoneArrival(call: id, isNew: true, isRinging: !agents.isEmpty)
        }
    }

    /// A call that nobody could be rung for: it is over at once, so that the caller may leave a message.
    private static func endUnanswered(_ id: CallID, at now: Timestamp, _ session: any DatabaseSession) throws {
        try session.execute(
            """
            UPDATE calls SET state = 'ended', reason = 'unavailable', ended_at = $2, deadline_at = NULL, voicemail = 'asked'
            WHERE id = $1
            """, .id(id), .time(now))
        try session.execute(
            "UPDATE call_legs SET state = 'left', departure = 'missed', wire = 'gone' WHERE call_id = $1", .id(id))
        try record("ended: unavailable", leg: nil, of: id, version: 1, at: now, session)
    }
}
