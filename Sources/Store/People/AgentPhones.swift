package import Desk

extension Store {
    /// Sets the telephone on which the agent can take calls; without one their page rings.
    package func setPhone(_ phone: PhoneNumber?, of agent: AgentID) async throws {
        try await database.write { session in
            let changed = try session.execute(
                "UPDATE agents SET phone = $2, rings_phone = CASE WHEN phone = $2 THEN rings_phone ELSE 0 END WHERE id = $1",
                .id(agent), .text(phone?.e164))
            guard changed == 1 else { throw AgentChange.unknown }
        }
    }

    /// Sets the line over which the agent takes and makes calls in the browser.
    package func chooseLine(_ line: LineName, for agent: AgentID) async throws {
        try await database.write { session in
            let changed = try session.execute(
                "UPDATE agents SET line = $2 WHERE id = $1", .id(agent), .word(line))
            guard changed == 1 else { throw AgentChange.unknown }
        }
    }

    /// Lets calls ring the agent's telephone, or their page again; says whether that is so now: who has no telephone
    /// cannot be rung there.
    @discardableResult
    package func takeCalls(onPhone isOnPhone: Bool, agent: AgentID) async throws -> Bool {
        try await database.write { session in
            try session.execute(
                "UPDATE agents SET rings_phone = $2 WHERE id = $1 AND (phone IS NOT NULL OR $2 = 0)",
                .id(agent), .integer(isOnPhone ? 1 : 0)) == 1
        }
    }
}
