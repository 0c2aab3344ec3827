import Desk
import Store

/// What agents write about their calls: saves first, then tells.
struct WrapUps: Sendable {
    let store: Store
    let bus: Bus
    let outcomes: [String]

    /// The agent's wrap-up that is not saved yet, as their pages show it.
    func wrapUpMessage(for agent: AgentID) async throws -> WrapUpMessage? {
        try await store.openWrapUp(of: agent).map {
            WrapUpMessage($0, outcomes: outcomes, now: store.clock.now)
        }
    }

    /// Keeps the note as typed so far.
    ///
    /// - Returns: how many Unicode scalars of it are kept; nil when the call is none of the agent's.
    func note(_ typed: String, of call: String, by agent: AgentID) async throws -> Int? {
        guard let change = try await store.noteWrapUp(typed, of: call, by: agent) else { return nil }
        if let ticket = change.ticket { bus.publish(.ticketChanged(ticket)) }
        return change.length
    }

    /// Saves it and frees the agent; the same again changes nothing.
    ///
    /// - Returns: false when the call is none of the agent's.
    func save(_ draft: WrapUpDraft, of call: String, by agent: AgentID) async throws -> Bool {
        guard let change = try await store.saveWrapUp(draft, of: call, by: agent) else { return false }
        guard change.isSaved else { return true }
        if let ticket = change.ticket { bus.publish(.ticketChanged(ticket)) }
        tellFree([agent])
        return true
    }

    /// Frees those whose time is over.
    func endDue() async throws {
        let ended = try await store.endDueWrapUps()
        for ticket in ended.tickets { bus.publish(.ticketChanged(ticket)) }
        if !ended.agents.isEmpty { tellFree(ended.agents) }
    }

    private func tellFree(_ agents: [AgentID]) {
        for agent in agents { bus.publish(.presence(agent)) }
        bus.publish(.availability)
    }
}

/// A wrap-up as the agent's pages show it.
struct WrapUpMessage: Encodable, Equatable {
    /// The key of the call.
    let call: String
    let with: String
    /// Until when the agent is not rung, by the server's clock as `now` is.
    @OrNull var until: Int64?
    let now: Int64
    let outcomes: [String]
    let outcome: String
    let note: String
    let followUp: String
    /// Whether there is a ticket on whose timeline it will stand.
    let ticket: Bool

    init(_ view: WrapUpView, outcomes: [String], now: Timestamp) {
        call = view.call
        with = view.with
        _until = OrNull(wrappedValue: view.until?.milliseconds)
        self.now = now.milliseconds
        self.outcomes = outcomes
        outcome = view.wrapUp.outcome
        note = view.wrapUp.note
        followUp = view.wrapUp.followUp.rawValue
        ticket = view.ticket != nil
    }
}
