/// The rules of a call that a vendor keeps: its reports in, a new state and things to do out. What comes late, twice or
/// out of order changes nothing. Every agent in the call has a leg; it is over once the last of them has left.
package struct LineMachine: Sendable {
    /// How long a call goes on of which nothing is heard, in seconds.
    package static let silentSeconds: Int64 = 90

    package private(set) var call: Call

    package init(_ call: Call) { self.call = call }

    /// How the call stands for one agent.
    package static func state(of leg: Leg, in call: Call) -> LineReport.State {
        switch leg.state {
        case .left: .ended
        case .held: .held
        // Who dials is in the call before anybody answers.
        case .joined, .away: call.liveAt == nil ? .ringing : .live
        case .invited, .ringing: .ringing
        }
    }

    /// Takes in what is reported of the call for the agent of this leg.
    package mutating func take(_ report: LineReport, of leg: LegID, at now: Timestamp) -> [CallMachine.Action] {
        guard !call.isOver, let index = call.legs.firstIndex(where: { $0.id == leg && !$0.isCustomer }) else {
            return []
        }
        let known = Self.state(of: call.legs[index], in: call)
        let isNews = call.legs[index].state == .invited || call.state == .offered
        let isFirstRing = report.state == .ringing && isNews
        guard let next = isFirstRing ? .ringing : LineReport.next(report.state, after: known) else { return [] }
        switch next {
        case .ringing: return ring(leg)
        case .live: return talk(index, wasHeld: known == .held, at: now)
        case .held: return hold(index, at: now)
        case .ended: return leave(index, as: reason(of: report), by: report.endedBy, at: now)
        }
    }

    /// Lets agents leave of whose part nothing was heard for too long.
    package mutating func endSilent(at now: Timestamp) -> [CallMachine.Action] {
        var actions: [CallMachine.Action] = []
        for index in call.legs.indices where !call.isOver && isSilent(call.legs[index], at: now) {
            actions += leave(index, as: .lost, by: nil, at: now)
        }
        return actions
    }

    /// When the first of the agents will have been silent for too long.
    package var silentFrom: Timestamp? {
        call.isOver ? nil : call.legs.filter(Self.isPresent).map(heardOf).min()?.adding(seconds: Self.silentSeconds)
    }

    private func heardOf(_ leg: Leg) -> Timestamp { leg.wire.at ?? call.placedAt }

    private func isSilent(_ leg: Leg, at now: Timestamp) -> Bool {
        Self.isPresent(leg) && heardOf(leg).adding(seconds: Self.silentSeconds) <= now
    }

    private static func isPresent(_ leg: Leg) -> Bool { !leg.isCustomer && leg.state != .left }
}

// MARK: - What happens

extension LineMachine {
    private mutating func ring(_ leg: LegID) -> [CallMachine.Action] {
        for index in call.legs.indices where call.legs[index].isCustomer || call.legs[index].id == leg {
            if call.legs[index].state == .invited { call.legs[index].state = .ringing }
        }
        if call.state == .offered { call.state = .ringing }
        return [.record("ringing", leg)]
    }

    private mutating func talk(_ index: Int, wasHeld: Bool, at now: Timestamp) -> [CallMachine.Action] {
        call.legs[index].heldSince = nil
        begin(index, at: now)
        return [.record(wasHeld ? "resumed" : "answered", call.legs[index].id)]
    }

    private mutating func hold(_ index: Int, at now: Timestamp) -> [CallMachine.Action] {
        call.legs[index].heldSince = now
        begin(index, at: now)
        return [.record("held", call.legs[index].id)]
    }

    private mutating func begin(_ index: Int, at now: Timestamp) {
        call.legs[index].state = call.legs[index].heldSince == nil ? .joined : .held
        call.legs[index].tab = Leg.lineTab
        call.state = .live
        call.liveAt = call.liveAt ?? now
        seeCustomer(at: now)
    }

    /// The customer is on hold while no agent talks.
    private mutating func seeCustomer(at now: Timestamp) {
        let agents = call.legs.filter { !$0.isCustomer && $0.state.isConnected }
        let isHeld = !agents.isEmpty && agents.allSatisfy { $0.state == .held }
        for index in call.legs.indices where call.legs[index].isCustomer && call.legs[index].state != .left {
            call.legs[index].heldSince = isHeld ? call.legs[index].heldSince ?? now : nil
            call.legs[index].state = isHeld ? .held : .joined
        }
    }

    private mutating func leave(
        _ index: Int, as reason: CallEnd, by ender: LineReport.Ender?, at now: Timestamp
    ) -> [CallMachine.Action] {
        let leg = call.legs[index]
        let others = call.legs.filter { $0.id != leg.id && Self.isPresent($0) }
        let handsOver = !others.isEmpty && leg.state.isConnected && call.liveAt != nil && reason == .hangup
        let departure = handsOver ? .handedOver : Leg.Departure(rawValue: reason.rawValue) ?? .failed
        depart(index, as: departure)
        let left: [CallMachine.Action] =
            [.record("left: \(departure.rawValue)", leg.id)] + (leg.state.isConnected ? [.wrapUp(leg.id)] : [])
        guard others.isEmpty else {
            if call.state == .live { seeCustomer(at: now) }
            return left
        }
        return left + end(reason, by: ender == .customer ? call.customer?.id : ender.map { _ in leg.id }, at: now)
    }

    private mutating func end(_ reason: CallEnd, by leg: LegID?, at now: Timestamp) -> [CallMachine.Action] {
        for index in call.legs.indices where call.legs[index].state != .left {
            depart(index, as: call.legs[index].state.isWaiting ? .cancelled : .hangup)
        }
        call.state = .ended
        call.reason = reason
        call.endedBy = leg
        call.endedAt = now
        call.deadline = nil
        return [.record("ended: \(reason.rawValue)", leg), .summarise]
    }

    private mutating func depart(_ index: Int, as departure: Leg.Departure) {
        call.legs[index].state = .left
        call.legs[index].departure = departure
        call.legs[index].heldSince = nil
    }

    /// Vendors say of any end that somebody hung up; before an answer that has another name.
    private func reason(of report: LineReport) -> CallEnd {
        if let reason = report.reason, reason != .hangup || call.liveAt != nil { return reason }
        guard call.liveAt == nil else { return .hangup }
        switch (report.direction, report.endedBy) {
        case (.in, .agent): return .rejected
        case (.in, nil): return report.reason == nil ? .missed : .cancelled
        case (.in, .customer), (.out, .agent), (.out, nil): return .cancelled
        case (.out, .customer): return .rejected
        }
    }
}
