package import Desk

/// A leg as a webhook or the carrier's answer names it.
package struct WiredLeg: Sendable, Equatable {
    package let call: CallID
    package let leg: LegID

    package init(call: CallID, leg: LegID) {
        self.call = call
        self.leg = leg
    }
}

/// How legs stand at the carrier. Each change is one statement that cannot move a leg backwards, whatever comes late,
/// twice or from two servers at once.
extension Store {
    /// The leg whose page shows this key; the first call that comes with it takes it.
    package func joinRoom(key: String, sid: String) async throws -> WiredLeg? {
        let now = clock.now
        return try await database.write { session in
            try session.first(
                """
                UPDATE call_legs SET wire = CASE WHEN wire = 'none' THEN 'asked' ELSE wire END, wire_sid = $2, wire_at = $3
                WHERE join_key = $1 AND (wire_sid IS NULL OR wire_sid = $2) AND wire <> 'gone' AND state <> 'left'
                RETURNING id, call_id
                """, .text(key), .text(sid), .time(now)
            ).map { WiredLeg(call: try $0.id("call_id"), leg: try $0.id("id")) }
        }
    }

    /// Takes the right to ask the carrier for a leg; one of several servers gets it.
    package func claimWire(of leg: LegID) async throws -> Bool {
        let now = clock.now
        return try await database.write { session in
            try session.execute(
                "UPDATE call_legs SET wire = 'asked', wire_at = $2 WHERE id = $1 AND wire = 'none' AND state <> 'left'",
                .id(leg), .time(now)) == 1
        }
    }

    /// Notes how far a leg is; says whether that is news.
    @discardableResult
    package func noteWire(_ state: Wire.State, of leg: LegID, sid: String?) async throws -> Bool {
        let now = clock.now
        return try await database.write { session in
            try session.execute(
                """
                UPDATE call_legs SET wire = $2, wire_sid = COALESCE(wire_sid, CAST($3 AS TEXT)), wire_at = $4
                WHERE id = $1
                    AND (wire_sid IS NULL OR CAST($3 AS TEXT) IS NULL OR wire_sid = CAST($3 AS TEXT))
                    AND (\(Self.wireRank) < $5 OR (wire = $2 AND wire_sid IS NULL AND CAST($3 AS TEXT) IS NOT NULL))
                """, .id(leg), .word(state), .text(sid), .time(now), .integer(Self.rank(of: state))) == 1
        }
    }

    package func noteHold(_ isHeld: Bool, of leg: LegID) async throws {
        try await database.write { session in
            try session.execute(
                "UPDATE call_legs SET wire_held = $2 WHERE id = $1", .id(leg), .integer(isHeld ? 1 : 0))
        }
    }

    /// Notes whether the room closes when this leg leaves.
    package func noteEndsRoom(_ endsRoom: Bool, with leg: LegID) async throws {
        try await database.write { session in
            try session.execute(
                "UPDATE call_legs SET wire_ends = $2 WHERE id = $1", .id(leg), .integer(endsRoom ? 1 : 0))
        }
    }

    /// Notes the carrier's id of a call's room; says whether that is news.
    ///
    /// - Parameter isPresent: whether this is the room that runs, whatever was noted before.
    @discardableResult
    package func noteRoom(_ sid: String, of call: CallID, isPresent: Bool = false) async throws -> Bool {
        try await database.write { session in
            try session.execute(
                """
                UPDATE calls SET conference_sid = $2
                WHERE id = $1 AND (conference_sid IS NULL OR $3 = 1) AND state <> 'ended'
                """, .id(call), .text(sid), .integer(isPresent ? 1 : 0)) == 1
        }
    }

    /// Notes that the carrier closed the room; says whether it was the call's present one.
    package func closeRoom(_ sid: String, of call: CallID) async throws -> Bool {
        try await database.write { session in
            try session.execute(
                "UPDATE calls SET conference_sid = NULL WHERE id = $1 AND conference_sid = $2", .id(call), .text(sid))
                == 1
        }
    }

    package func callID(room: String) async throws -> CallID? {
        try await database.read { session in
            try session.first("SELECT id FROM calls WHERE room = $1", .text(room)).map { try $0.id("id") }
        }
    }

    package func wiredLeg(sid: String) async throws -> WiredLeg? {
        try await database.read { session in
            try session.first("SELECT id, call_id FROM call_legs WHERE wire_sid = $1 ORDER BY id DESC", .text(sid))
                .map { WiredLeg(call: try $0.id("call_id"), leg: try $0.id("id")) }
        }
    }

    /// Takes the right to send a caller to the recorder; one of several servers gets it.
    package func claimVoicemail(of call: CallID) async throws -> Bool {
        try await database.write { session in
            try session.execute("UPDATE calls SET voicemail = 'asked' WHERE id = $1 AND voicemail IS NULL", .id(call))
                == 1
        }
    }

    /// The caller is where they were: they are to be sent there again.
    package func releaseVoicemail(of call: CallID) async throws {
        try await database.write { session in
            try session.execute("UPDATE calls SET voicemail = NULL WHERE id = $1 AND voicemail = 'asked'", .id(call))
        }
    }

    /// Calls over the carrier that have something to be done, or may have: those that go on, and legs that outlived theirs.
    package func wiredCalls() async throws -> [CallID] {
        try await database.read { session in
            try session.query(
                """
                SELECT id FROM calls WHERE state <> 'ended' AND carrier = 'twilio'
                UNION SELECT call_id FROM call_legs WHERE wire IN ('asked', 'ringing', 'joined')
                """
            ).map { try $0.id("id") }
        }
    }

    /// Legs of which nothing was heard for so many seconds, although they should be there.
    ///
    /// - Parameter asked: the same for legs that were asked for and are not there yet.
    package func silentWires(for seconds: Int64, asked: Int64) async throws -> [(leg: WiredLeg, sid: String)] {
        let now = clock.now
        let (until, askedUntil) = (now.adding(seconds: -seconds), now.adding(seconds: -asked))
        return try await database.read { session in
            try session.query(
                """
                SELECT l.id, l.call_id, l.wire_sid, COALESCE(l.wire_at, k.placed_at) AS heard
                FROM call_legs l JOIN calls k ON k.id = l.call_id
                WHERE l.wire IN ('asked', 'ringing', 'joined') AND l.wire_sid IS NOT NULL
                    AND (COALESCE(l.wire_at, k.placed_at) <= $1
                        OR (l.wire = 'asked' AND COALESCE(l.wire_at, k.placed_at) <= $2))
                ORDER BY heard LIMIT 50
                """, .time(until), .time(askedUntil)
            ).map { (WiredLeg(call: try $0.id("call_id"), leg: try $0.id("id")), try $0.text("wire_sid")) }
        }
    }

    /// Legs whose page has said for so many seconds that it has the sound, and never came into the room.
    package func pagesWithoutSound(for seconds: Int64) async throws -> [WiredLeg] {
        let until = clock.now.adding(seconds: -seconds)
        return try await database.read { session in
            try session.query(
                """
                SELECT l.id, l.call_id FROM calls k JOIN call_legs l ON l.call_id = k.id
                WHERE k.carrier = 'twilio' AND k.state = 'live' AND l.phone IS NULL AND l.state IN ('joined', 'held')
                    AND l.wire IN ('none', 'asked', 'gone') AND COALESCE(l.wire_at, k.placed_at) <= $1
                """, .time(until)
            ).map { WiredLeg(call: try $0.id("call_id"), leg: try $0.id("id")) }
        }
    }

    /// The carrier said that the leg is as it was.
    package func noteWireSeen(_ leg: LegID) async throws {
        let now = clock.now
        try await database.write {
            try $0.execute("UPDATE call_legs SET wire_at = $2 WHERE id = $1", .id(leg), .time(now))
        }
    }

    /// Keeps a webhook; says whether it is a new one.
    ///
    /// - Parameters:
    ///   - key: what it is about, its event and its number in the row of events.
    ///   - token: the same on every retry of one request.
    package func noteWebhook(_ key: String, token: String?, what: String) async throws -> Bool {
        let now = clock.now
        return try await database.write { session in
            try session.execute(
                """
                INSERT INTO webhooks (key, token, at, what) SELECT $1, $2, $3, $4
                WHERE NOT EXISTS (SELECT 1 FROM webhooks WHERE key = $1 OR token = $2) ON CONFLICT DO NOTHING
                """, .text(key), .text(token), .time(now), .text(what)) == 1
        }
    }

    /// Forgets webhooks older than a day, after which nothing repeats them, and plain clients' calls of that age.
    package func forgetWebhooks() async throws {
        let until = clock.now.adding(seconds: -86_400)
        try await database.write { session in
            try session.execute("DELETE FROM webhooks WHERE at < $1", .time(until))
            try session.execute("DELETE FROM bridged_calls WHERE at < $1", .time(until))
        }
    }

    /// Writes a line of the flight recorder about what the carrier was asked or said.
    package func record(_ what: String, leg: LegID?, of call: CallID) async throws {
        let now = clock.now
        try await database.write { session in
            try Self.record(what, leg: leg, of: call, version: 0, at: now, session)
        }
    }

    private static let wireRank =
        "CASE wire WHEN 'none' THEN 0 WHEN 'asked' THEN 1 WHEN 'ringing' THEN 2 WHEN 'joined' THEN 3 ELSE 4 END"

    private static func rank(of state: Wire.State) -> Int64 {
        Int64(Wire.State.allCases.firstIndex(of: state) ?? 0)
    }
}
