import Desk
import Store

/// A vendor's call as it is written down, for the pages of one of its agents.
struct LineCallView: Encodable, Equatable, Sendable {
    let line: String
    /// The vendor's id of the call.
    let call: String
    /// The desk's own, by which its wrap-up is saved.
    let key: String
    let state: String
    let with: String
    @OrNull var about: String?
    @OrNull var ticket: String?
    /// What opens when the agent answers.
    @OrNull var pop: String?
    @OrNull var number: String?
    let unverified: Bool
    /// When the first agent answered.
    @OrNull var liveAt: Int64?
    /// The desk's clock, by which a page reads that.
    let now: Int64
    /// Whether the agent has taken or placed it, and so writes about it.
    let wrapUp: Bool

    /// Nil for a call of the desk's own.
    init?(_ view: CallView, leg: Leg, now: Timestamp) {
        guard let kept = view.call.kept else { return nil }
        line = kept.line.rawValue
        call = kept.id
        key = view.call.key
        state = LineMachine.state(of: leg, in: view.call).rawValue
        _number = OrNull(wrappedValue: view.customerNumber)
        with = view.customer ?? kept.name ?? view.customerNumber ?? "Unknown caller"
        _about = OrNull(wrappedValue: view.about.map(Excerpt.of))
        _ticket = OrNull(wrappedValue: view.call.ticket.map { Paths.deskTicket($0) })
        // Before this agent took the call there is no such page for them.
        _pop = OrNull(wrappedValue: leg.tab == nil ? nil : Self.pop(view.call))
        unverified = view.call.caller.map { !$0.isVerified } ?? false
        _liveAt = OrNull(wrappedValue: view.call.liveAt?.milliseconds)
        self.now = now.milliseconds
        wrapUp = leg.tab != nil
    }

    /// Without a number there is nothing to look among tickets for.
    private static func pop(_ call: Call) -> String {
        if let ticket = call.ticket { return Paths.deskTicket(ticket) }
        return call.caller == nil ? Paths.newTicket(call: call.key) : Paths.tickets(ofCall: call.key)
    }
}
