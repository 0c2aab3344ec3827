extension CallSummary {
    /// Sums up a call that is over.
    ///
    /// - Parameter agentName: the name of the agent who placed or answered it; nil when none did.
    package init?(of call: Call, agentName: String?) {
        guard let reason = call.reason, let endedAt = call.endedAt else { return nil }
        let caller = call.legs.first { $0.side == .caller }
        let ender = call.endedBy.flatMap { call.leg($0) }
        self.init(
            placedBy: caller.map(Self.side) ?? .customer,
            reason: reason,
            seconds: call.liveAt.map { endedAt.seconds(since: $0) },
            agent: agentName,
            endedBy: ender.map(Self.side)
        )
    }

    private static func side(of leg: Leg) -> Side { leg.isCustomer ? .customer : .agent }
}

extension Call {
    /// The agent in the conversation: who placed the call, or who answered it. Only their legs have a tab.
    package var leadingAgent: AgentID? {
        for leg in legs where leg.tab != nil {
            if case .agent(let id) = leg.party { return id }
        }
        return nil
    }
}
