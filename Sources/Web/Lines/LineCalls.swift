import Desk
import Store

/// Writes down the calls that vendors keep, as pages and the desk's own connections report them: saves first, then tells.
struct LineCalls: Sendable {
    let store: Store
    let bus: Bus
    let settings: LineSettings

    /// Takes in how a call stands for the agent; late, repeated and disordered reports change nothing.
    ///
    /// - Returns: the call as the agent's pages show it; nil for one of a line that the desk does not have, or of which
    ///   nothing was heard before its end.
    @discardableResult
    func report(_ report: LineReport, by agent: AgentID) async throws -> LineCallView? {
        guard has(report.line), let note = try await store.note(report, by: agent) else { return nil }
        tell(note)
        return note.view.call.leg(note.leg).flatMap { LineCallView(note.view, leg: $0, now: store.clock.now) }
    }

    /// The calls that go on for the agent, for a page that has just opened.
    func running(for agent: AgentID) async throws -> [LineCallView] {
        try await store.lineCalls(of: agent).compactMap { view in
            view.leg(of: .agent(agent)).flatMap { LineCallView(view, leg: $0, now: store.clock.now) }
        }
    }

    /// Ends calls of which nothing was heard for too long.
    func endSilent() async throws {
        for note in try await store.endSilentLineCalls() { tell(note) }
    }

    private func has(_ line: LineReport.Line) -> Bool {
        switch line {
        case .amazonConnect: settings.offered.contains(.amazonConnect)
        case .genesys: settings.offered.contains(.genesys)
        case .toolbar: settings.partnerToolbar != nil
        }
    }

    private func tell(_ note: LineNote) {
        guard note.isNews else { return }
        for ticket in note.tickets { bus.publish(.ticketChanged(ticket)) }
        if let ticket = note.view.call.ticket { bus.publish(.ticketChanged(ticket)) }
        bus.publish(.call(note.view.call.id))
        bus.publish(.availability)
    }
}
