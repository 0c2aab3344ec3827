import Desk

/// One conversation: the customer, and the agents who are or were in it.
struct Conversation: Sendable {
    enum State: String, Sendable {
        case alerting, dialing, connected, over
    }

    struct Leg: Sendable {
        /// As Genesys Cloud names a participant.
        let id: String
        /// As T-Server names a connection; another one after a hand-over.
        var connection: String
        let agent: String
        var state: State
        var isHeld = false
        var isMuted = false
        /// Begun by another agent's question.
        let isConsulted: Bool
        var ending: String?
    }

    let id: String
    let customer: String
    let customerID: String
    let name: String?
    let isInbound: Bool
    let queue: String?
    var customerState: State
    var legs: [Leg]
    /// The telephone that an agent asks, where it is no agent's.
    var consulted: Consult?
    var attributes: [String: String] = [:]
    var ending: String?

    struct Consult: Sendable {
        let id: String
        let connection: String
        let number: String
        /// The leg of the agent who is asked, where it is one.
        let leg: String?
        let asking: String
        var state: State
    }

    var isOver: Bool { customerState == .over && legs.allSatisfy { $0.state == .over } }

    func leg(of agent: String) -> Leg? { legs.last { $0.agent == agent } }
}
