package import Desk

/// An agent as Genesys knows them.
package struct GenesysAgent: Sendable, Hashable {
    package let id: AgentID
    /// The user name at the desk, which is the agent's id at a microservice of the contract.
    package let name: String

    package init(id: AgentID, name: String) {
        self.id = id
        self.name = name
    }
}

/// What a page can offer, since an upstream can do it.
package struct GenesysAbilities: Sendable, Equatable {
    /// Calls can be muted from here; else only on the agent's own phone.
    package var mute: Bool
    package var wrapUp: Bool
    /// Agents sign in at Genesys themselves.
    package var signIn: Bool

    package init(mute: Bool, wrapUp: Bool, signIn: Bool) {
        self.mute = mute
        self.wrapUp = wrapUp
        self.signIn = signIn
    }
}

extension GenesysAbilities {
    /// As pages read them.
    package var names: [String] {
        [("mute", mute), ("wrapUp", wrapUp), ("signIn", signIn)].filter(\.1).map(\.0)
    }
}

/// Who speaks to Genesys: a microservice of the CTI guide's contract, or Genesys Cloud.
package protocol GenesysUpstream: Sendable {
    var abilities: GenesysAbilities { get }

    /// Keeps the agent's connection, coming back when it breaks, until it is cancelled; tells what happens.
    ///
    /// Begins with `EventRegistered` each time the connection stands, followed by all that goes on.
    func run(for agent: GenesysAgent, _ tell: @escaping @Sendable (GenesysEvent) async -> Void) async

    /// Asks for something; that it is done comes as an event, before or after this returns.
    func perform(_ request: GenesysRequest, for agent: GenesysAgent) async throws(GenesysError)
}
