package import Desk

/// An agent who can be rung, and the telephone on which they take calls.
struct FreeAgent {
    let id: AgentID
    /// Nil: on their pages.
    let phone: PhoneNumber?
}

/// A colleague as an agent sees them who wants to consult somebody.
package struct ColleaguePresence: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case available, away, busy, offline
        case wrapUp = "wrap-up"
    }

    package let id: AgentID
    package let name: String
    package let state: State
    /// Somebody who is away or wraps up may be asked, too, as long as they are there.
    package var canBeRung: Bool { state == .available || state == .away || state == .wrapUp }
}

extension Store {
    /// How many agents would be rung by a call to the desk now.
    package func freeAgentCount() async throws -> Int {
        let now = clock.now
        return try await database.read { try Self.freeAgents(for: .embedded, at: now, $0).count }
    }

    /// Available agents who are in no call and not wrapping up: with a page that is open and awake, or, over a carrier
    /// that reaches telephones, with their telephone.
    static func freeAgents(
        for carrier: Call.CarrierName, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> [FreeAgent] {
        let rows = try session.query(
            """
            SELECT a.id, a.phone, a.rings_phone FROM agents a
            WHERE a.presence = 'available' AND a.disabled_at IS NULL
                AND (a.wrap_up_until IS NULL OR a.wrap_up_until <= $1)
                AND (\(hasPage) OR ($2 = 1 AND a.rings_phone = 1 AND a.phone IS NOT NULL)) AND NOT \(talks)
            ORDER BY a.id
            """, .time(now), .integer(carrier == .twilio ? 1 : 0))
        return try rows.map { try free($0, for: carrier) }
    }

    /// Everybody but this agent, for the list from which one is consulted.
    package func colleagues(of agent: AgentID, reachesPhones: Bool) async throws -> [ColleaguePresence] {
        let now = clock.now
        return try await database.read { session in
            let rows = try session.query(
                """
                SELECT a.id, a.name, a.presence, \(Self.hasPage) AS page, \(Self.talks) AS talks,
                    COALESCE(a.wrap_up_until > $2, FALSE) AS wraps,
                    (a.rings_phone = 1 AND a.phone IS NOT NULL) AS has_phone
                FROM agents a WHERE a.disabled_at IS NULL AND a.id <> $1 ORDER BY a.name, a.id
                """, .id(agent), .time(now))
            return try rows.map { row in
                let isThere = try row.flag("page") || (reachesPhones && row.flag("has_phone"))
                return ColleaguePresence(
                    id: try row.id("id"), name: try row.text("name"), state: try Self.state(row, isThere))
            }
        }
    }

    private static func state(_ row: SQLRow, _ isThere: Bool) throws -> ColleaguePresence.State {
        guard isThere else { return .offline }
        if try row.flag("talks") { return .busy }
        if try row.flag("wraps") { return .wrapUp }
        return try row.word("presence", as: Presence.self) == .available ? .available : .away
    }

    /// Somebody who can be asked during this call; nil where they cannot be rung.
    static func consultable(
        _ agent: AgentID, over call: Call, at now: Timestamp, _ session: any DatabaseSession
    ) throws -> FreeAgent? {
        let row = try session.first(
            """
            SELECT a.id, a.phone, a.rings_phone FROM agents a WHERE a.id = $1 AND a.disabled_at IS NULL
                AND (\(hasPage) OR ($2 = 1 AND a.rings_phone = 1 AND a.phone IS NOT NULL)) AND NOT \(talks)
            """, .id(agent), .integer(call.carrier == .twilio ? 1 : 0))
        return try row.map { try free($0, for: call.carrier) }
    }

    private static func free(_ row: SQLRow, for carrier: Call.CarrierName) throws -> FreeAgent {
        let phone = try row.optional("phone", row.text).flatMap(PhoneNumber.init(e164:))
        let rings = try row.integer("rings_phone") == 1 && carrier == .twilio
        return FreeAgent(id: try row.id("id"), phone: rings ? phone : nil)
    }

    private static let hasPage = "EXISTS (SELECT 1 FROM connections c WHERE c.agent_id = a.id AND c.asleep_at IS NULL)"

    private static let talks =
        "EXISTS (SELECT 1 FROM call_legs l WHERE l.agent_id = a.id AND l.state IN ('joined', 'held', 'away'))"
}
