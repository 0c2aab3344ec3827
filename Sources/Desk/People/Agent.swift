/// What an agent chose; kept over reloads. A new agent is away.
package enum Presence: String, Sendable, CaseIterable {
    case available, away, offline

    package var word: String {
        switch self {
        case .available: "Available"
        case .away: "Away"
        case .offline: "Offline"
        }
    }
}

package enum Role: String, Sendable, CaseIterable {
    case agent, admin

    package var word: String {
        switch self {
        case .agent: "Agent"
        case .admin: "Admin"
        }
    }
}

/// Somebody who answers, or who also manages agents.
package struct Agent: Sendable, Equatable {
    package let id: AgentID
    package let username: String
    package let name: String
    package let role: Role
    package let presence: Presence
    package let isDisabled: Bool
    /// The telephone on which they can take calls.
    package let phone: PhoneNumber?
    /// Whether calls ring that telephone instead of their page.
    package let ringsPhone: Bool
    /// The line they chose; nil for the first that the desk offers.
    package let line: LineName?

    package init(
        id: AgentID, username: String, name: String, role: Role, presence: Presence = .away, isDisabled: Bool = false,
        phone: PhoneNumber? = nil, ringsPhone: Bool = false,
        line: LineName? = nil
    ) {
        self.id = id
        self.username = username
        self.name = name
        self.role = role
        self.presence = presence
        self.isDisabled = isDisabled
        self.phone = phone
        self.ringsPhone = ringsPhone
        self.line = line
    }
}
