package import Desk

/// What came of a report about a call that a vendor keeps.
package struct LineNote: Sendable, Equatable {
    package let view: CallView
    /// The part of the agent who reported, or whose part nothing was heard of.
    package let leg: LegID
    /// False where nothing is to be told: the same was reported before.
    package let isNews: Bool
    /// On whose timelines stands now what an agent had typed about earlier calls.
    package let tickets: [TicketID]
}

extension Store {
    /// Writes down what is reported of a call; nil where nothing is known of it any more, or never was.
    package func note(_ report: LineReport, by agent: AgentID) async throws -> LineNote? {
        do {
            return try await take(report, by: agent)
        } catch StorageError.constraint {
            // Two agents reported the same new call at the same moment: one of them has made it.
            return try await take(report, by: agent)
        }
    }

    private func take(_ report: LineReport, by agent: AgentID) async throws -> LineNote? {
        let now = clock.now
        return try await database.write { session in
            let known = try Self.lineCall(of: report, session)
            guard Self.mayBegin(report, by: agent, after: known, at: now) else {
                return try known.flatMap { try Self.unchanged($0, by: agent, session) }
            }
            let running = known.flatMap { $0.isOver ? nil : $0.id }
            let id = try running ?? Self.begin(report, by: agent, before: known?.ticket, at: now, session)
            guard let leg = try Self.leg(of: agent, in: id, report, at: now, session) else { return nil }
            return try heard(report, of: leg, in: id, isNew: running == nil, at: now, session)
        }
    }

    private func heard(
        _ report: LineReport, of leg: LegID, in id: CallID, isNew: Bool, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws -> LineNote? {
        try session.execute("UPDATE call_legs SET wire_at = $2 WHERE id = $1", .id(leg), .time(now))
        let wasLinked = try Self.link(report, call: id, at: now, session)
        let change = try change(id, at: now, session) { $0.take(report, of: leg, at: now) }
        guard let change, let call = try Self.call(id, session) else { return nil }
        // Who talks with a customer who has just one ticket that is not solved talks about that.
        let isMatched =
            try change.isNews && call.liveAt != nil && Self.linkOnlyMatch(of: id, at: now, session) != nil
        guard let told = try Self.call(id, session) else { return nil }
        return LineNote(
            view: try Self.view(of: told, session), leg: leg, isNews: isNew || wasLinked || isMatched || change.isNews,
            tickets: change.tickets)
    }

    // MARK: Silence

    /// Ends what nothing was heard of for too long.
    package func endSilentLineCalls() async throws -> [LineNote] {
        let now = clock.now
        let due = try await database.read { session in
            try session.query(
                "SELECT id FROM calls WHERE deadline_at <= $1 AND line IS NOT NULL ORDER BY deadline_at LIMIT 100",
                .time(now)
            ).map { try $0.id("id", as: CallID.self) }
        }
        var notes: [LineNote] = []
        for id in due {
            if let note = try await database.write({ try endSilent(id, at: now, $0) }) { notes.append(note) }
        }
        return notes
    }

    private func endSilent(_ id: CallID, at now: Timestamp, _ session: any DatabaseSession) throws -> LineNote? {
        let change = try change(id, at: now, session) { $0.endSilent(at: now) }
        guard let change, change.isNews, let call = try Self.call(id, session),
            let leg = call.legs.first(where: { !$0.isCustomer })
        else { return nil }
        return LineNote(
            view: try Self.view(of: call, session), leg: leg.id, isNews: true, tickets: change.tickets)
    }

    /// After a start every call that goes on is waited for anew.
    package func renewLineCalls() async throws {
        let now = clock.now
        try await database.write { session in
            try session.execute(
                "UPDATE call_legs SET wire_at = $1 WHERE line IS NOT NULL AND agent_id IS NOT NULL AND state <> 'left'",
                .time(now))
            try session.execute(
                "UPDATE calls SET deadline_at = $1 WHERE line IS NOT NULL AND state <> 'ended'",
                .time(now.adding(seconds: LineMachine.silentSeconds)))
        }
    }

    // MARK: Questions

    /// The calls over a vendor's line that go on for the agent.
    package func lineCalls(of agent: AgentID) async throws -> [CallView] {
        try await database.read { session in
            try session.query(
                """
                SELECT DISTINCT k.id FROM calls k JOIN call_legs l ON l.call_id = k.id
                WHERE k.state <> 'ended' AND k.line IS NOT NULL AND l.agent_id = $1 AND l.state <> 'left' ORDER BY k.id
                """, .id(agent)
            ).compactMap { try Self.call(try $0.id("id"), session) }.map { try Self.view(of: $0, session) }
        }
    }

    /// All of them.
    package func runningLineCalls() async throws -> [CallID] {
        try await database.read { session in
            try session.query("SELECT id FROM calls WHERE state <> 'ended' AND line IS NOT NULL ORDER BY id").map {
                try $0.id("id")
            }
        }
    }
}

// MARK: - Within a transaction

extension Store {
    private struct LineChange {
        let isNews: Bool
        let tickets: [TicketID]
    }

    /// Changes a call by its rules, and notes until when it is waited for.
    private func change(
        _ id: CallID, at now: Timestamp, _ session: any DatabaseSession,
        _ act: (inout LineMachine) -> [CallMachine.Action]
    ) throws -> LineChange? {
        guard let call = try Self.call(id, session) else { return nil }
        var machine = LineMachine(call)
        let actions = act(&machine)
        guard !actions.isEmpty else {
            try session.execute(
                "UPDATE calls SET deadline_at = $2 WHERE id = $1 AND state <> 'ended'", .id(id),
                .time(machine.silentFrom))
            return LineChange(isNews: false, tickets: [])
        }
        var changed = machine.call
        changed.version += 1
        changed.deadline = machine.silentFrom
        try Self.save(changed, was: call, session)
        return LineChange(
            isNews: true, tickets: try actions.flatMap { try perform($0, on: changed, at: now, session) })
    }

    private static func lineCall(of report: LineReport, _ session: any DatabaseSession) throws -> Call? {
        let row = try session.first(
            "SELECT id FROM calls WHERE line = $1 AND line_call = $2 ORDER BY id DESC LIMIT 1", .word(report.line),
            .text(report.call))
        return try row.flatMap { try call(try $0.id("id"), session) }
    }

    /// How soon after its end a call can ring the same agent again, in seconds: until then it is a late word.
    private static let lateSeconds: Int64 = 5

    /// Whether a report is about a call that goes on or begins: vendors offer a call that nobody took again, to the next
    /// agent or the same, under the same id.
    private static func mayBegin(
        _ report: LineReport, by agent: AgentID, after known: Call?, at now: Timestamp
    ) -> Bool {
        guard let known else { return report.state != .ended || report.wasNeverLive }
        guard let endedAt = known.endedAt else { return true }
        guard report.state != .ended else { return false }
        guard let own = known.legs.last(where: { $0.agent == agent }) else { return true }
        // Nothing was heard of it for a while, and it went on all the same.
        if known.reason == .lost, report.state == .live || report.state == .held { return true }
        return own.tab == nil && now > endedAt.adding(seconds: lateSeconds)
    }

    private static func begin(
        _ report: LineReport, by agent: AgentID, before: TicketID?, at now: Timestamp,
        _ session: any DatabaseSession
    ) throws -> CallID {
        var call = NewCall()
        call.visitor = "\(report.line.rawValue):\(report.call)"
        // Nobody vouches for a number that rings in; one that was dialled is right.
        call.caller = report.number.map { Caller(number: $0.e164, isVerified: report.direction == .out) }
        call.kept = KeptCall(line: report.line, id: report.call, name: report.name)
        call.ringSeconds = LineMachine.silentSeconds
        let isIn = report.direction == .in
        var customer = NewLeg(party: .customer, side: isIn ? .caller : .callee, phone: report.number)
        customer.tab = isIn ? Leg.lineTab : nil
        customer.line = report.line
        let id = try insert(call, [customer], at: now, session)
        try insert(agentLeg(agent, report, at: now), of: id, session)
        if let before { _ = try link(id, to: before, at: now, session) }
        return id
    }

    private static func agentLeg(_ agent: AgentID, _ report: LineReport, at now: Timestamp) -> NewLeg {
        let dials = report.direction == .out
        var leg = NewLeg(party: .agent(agent), side: dials ? .caller : .callee, tab: dials ? Leg.lineTab : nil)
        leg.line = report.line
        leg.heardAt = now
        return leg
    }

    /// The agent's part in the call; whoever it is handed over to gets one of their own.
    private static func leg(
        of agent: AgentID, in call: CallID, _ report: LineReport, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> LegID? {
        let row = try session.first(
            "SELECT id, state, wire_at FROM call_legs WHERE call_id = $1 AND agent_id = $2 ORDER BY id DESC LIMIT 1",
            .id(call), .id(agent))
        if let row, try !isBack(row, report, at: now) { return try row.id("id") }
        guard report.state != .ended else { return nil }
        var leg = agentLeg(agent, report, at: now)
        leg.side = .callee
        leg.tab = nil
        return try insert(leg, of: call, session)
    }

    /// Whether somebody who left the call is in it again; soon after that it is a late word.
    private static func isBack(_ leg: SQLRow, _ report: LineReport, at now: Timestamp) throws -> Bool {
        guard report.state != .ended, try leg.word("state", as: Leg.State.self) == .left else { return false }
        let heardAt = try leg.optional("wire_at", leg.time)
        return heardAt.map { now > $0.adding(seconds: lateSeconds) } ?? true
    }

    private static func unchanged(
        _ call: Call, by agent: AgentID, _ session: any DatabaseSession
    ) throws -> LineNote? {
        guard let leg = call.legs.last(where: { $0.agent == agent })?.id else { return nil }
        return LineNote(view: try view(of: call, session), leg: leg, isNews: false, tickets: [])
    }

    /// Puts the call on the ticket that the report names, if there is one and the call has none.
    private static func link(
        _ report: LineReport, call: CallID, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> Bool {
        guard let ticket = report.ticket,
            try session.first("SELECT 1 AS one FROM tickets WHERE id = $1", .id(ticket)) != nil
        else { return false }
        return try link(call, to: ticket, at: now, session)
    }
}

extension LineReport {
    /// Of a call that nobody took one hears when it is over.
    fileprivate var wasNeverLive: Bool { reason != nil && reason != .hangup && reason != .lost }
}
