import Desk

/// Calls that plain voice clients make past the hub. The desk carries no call for them; it counts them.
extension Store {
    /// How many plain clients may ring the agents within a minute.
    static let mostRings: Int64 = 20

    /// Lets a plain client dial a telephone, unless the desk has placed its calls of the day; the same again is counted
    /// once.
    package func claimDialling(sid: String, caps: CallCaps) async throws {
        let now = clock.now
        try await database.write { session in
            guard try !Self.isBridged(sid, session) else { return }
            let tally = try Self.tally(of: nil, at: now, session)
            guard tally.byDesk < caps.perDay else { throw DialRefusal.dayLimit }
            try Self.insertBridged(sid, isDialled: true, at: now, session)
        }
    }

    /// Lets a plain client ring the agents, unless many have within the last minute.
    package func claimRinging(sid: String) async throws {
        let now = clock.now
        try await database.write { session in
            guard try !Self.isBridged(sid, session) else { return }
            let rings = try Self.countBridged(isDialled: false, since: now.adding(seconds: -60), session)
            guard rings < Self.mostRings else { throw DialRefusal.limit }
            try Self.insertBridged(sid, isDialled: false, at: now, session)
        }
    }

    static func countBridged(isDialled: Bool, since: Timestamp, _ session: any DatabaseSession) throws -> Int64 {
        try session.first(
            "SELECT count(*) AS calls FROM bridged_calls WHERE at >= $1 AND is_dialled = $2", .time(since),
            .integer(isDialled ? 1 : 0))?.integer("calls") ?? 0
    }

    private static func isBridged(_ sid: String, _ session: any DatabaseSession) throws -> Bool {
        try session.first("SELECT 1 AS one FROM bridged_calls WHERE sid = $1", .text(sid)) != nil
    }

    private static func insertBridged(
        _ sid: String, isDialled: Bool, at now: Timestamp, _ session: any DatabaseSession
    ) throws {
        try session.execute(
            "INSERT INTO bridged_calls (sid, at, is_dialled) VALUES ($1, $2, $3) ON CONFLICT (sid) DO NOTHING",
            .text(sid), .time(now), .integer(isDialled ? 1 : 0))
    }
}
