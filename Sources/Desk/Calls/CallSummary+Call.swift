extension CallSummary {
    /// Sums up a call that is over.
    ///
    /// - Parameters:
    ///   - agentName: the name of the agent who placed or answered it; nil when none did.
    ///   - handedTo: the name of the agent who talked last, where that is another one.
    package init?(of call: Call, agentName: String?, handedTo: String? = nil) {
        guard let reason = call.reason, let endedAt = call.endedAt else { return nil }
        let caller = call.legs.first { $0.side == .caller }
        let ender = call.endedBy.flatMap { call.leg($0) }
        self.init(
            placedBy: caller.map(Self.side) ?? .customer,
            reason: reason,
            seconds: call.liveAt.map { endedAt.seconds(since: $0) },
            agent: agentName,
            endedBy: ender.map(Self.side),
            handedTo: handedTo
        )
    }

    private static func side(of leg: Leg) -> Side { leg.isCustomer ? .customer : .agent }
}

extension Call {
    /// The agent in the conversation: who talks with the customer, or who did first.
    package var leadingAgent: AgentID? { (agentsIn.first ?? talkedAgents.first)?.agent }

    /// The agent who talked last, where the customer was handed over.
    package var lastAgent: AgentID? { talkedAgents.count > 1 ? talkedAgents.last?.agent : nil }

    /// The agents who placed or took the call, in the order in which they came. Only their legs have a tab.
    private var talkedAgents: [Leg] { legs.filter { !$0.isCustomer && $0.tab != nil && $0.role == .main } }
}
