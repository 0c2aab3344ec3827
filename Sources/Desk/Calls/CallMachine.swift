/// The rules of a call: events in, a new state and things to do out. A value without clock, database or network; what
/// arrives late, twice or out of order is refused and changes nothing.
package struct CallMachine: Sendable {
    /// How long people are rung, in seconds.
    package static let ringSeconds: Int64 = 30
    /// How long a leg without its page is waited for, in seconds.
    package static let awaySeconds: Int64 = 10

    package enum Event: Sendable, Equatable {
        /// A page shows that the leg's person is being rung.
        case rang(LegID)
        case answered(LegID, tab: String)
        case rejected(LegID)
        case hungUp(LegID)
        /// The page that carries the leg's audio has no socket any more.
        case pageLost(LegID)
        case pageReturned(LegID)
        /// The page cannot have or carry sound.
        case soundFailed(LegID, CallEnd)
        /// The time in `deadline` has come.
        case deadline
    }

    package enum Action: Sendable, Equatable {
        /// Write the flight recorder's line.
        case record(String, LegID?)
        /// Put the call's outcome on its ticket's timeline.
        case summarise
    }

    package enum Refusal: Error, Equatable {
        case over
        case taken
        case outOfOrder
        case unknownLeg
    }

    package private(set) var call: Call

    package init(_ call: Call) { self.call = call }

    /// Applies the event, or throws and leaves the call as it was.
    package mutating func apply(_ event: Event, at now: Timestamp) throws(Refusal) -> [Action] {
        guard !call.isOver else { throw .over }
        switch event {
        case .rang(let leg): return try rang(leg)
        case .answered(let leg, let tab): return try answered(leg, tab: tab, at: now)
        case .rejected(let leg): return try rejected(leg, at: now)
        case .hungUp(let leg): return try hungUp(leg, at: now)
        case .pageLost(let leg): return try pageLost(leg, at: now)
        case .pageReturned(let leg): return try pageReturned(leg, at: now)
        case .soundFailed(let leg, let reason): return try soundFailed(leg, reason, at: now)
        case .deadline: return try deadlinePassed(at: now)
        }
    }

    // MARK: Before the call is live

    private mutating func rang(_ id: LegID) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state == .invited else { throw .outOfOrder }
        call.legs[index].state = .ringing
        if call.state == .offered { call.state = .ringing }
        return [.record("ringing", id)]
    }

    private mutating func answered(_ id: LegID, tab: String, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].departure != .taken else { throw .taken }
        guard call.legs[index].state.isWaiting, call.state != .live else { throw .outOfOrder }
        call.legs[index].state = .joined
        call.legs[index].tab = tab
        leaveAll(where: \.state.isWaiting, as: .taken)
        call.state = .live
        call.liveAt = now
        call.deadline = earliestReturn(from: now)
        return [.record("answered", id)]
    }

    private mutating func rejected(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isWaiting else { throw .outOfOrder }
        leave(index, as: .rejected)
        let record = Action.record("rejected", id)
        guard !call.legs.contains(where: \.state.isWaiting) else { return [record] }
        return [record] + end(.rejected, by: id, at: now)
    }

    // MARK: Endings

    private mutating func hungUp(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        if call.legs[index].state.isWaiting { return try rejected(id, at: now) }
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        let reason: CallEnd = call.state == .live ? .hangup : .cancelled
        leave(index, as: reason == .hangup ? .hangup : .cancelled)
        return [.record("hung up", id)] + end(reason, by: id, at: now)
    }

    private mutating func soundFailed(_ id: LegID, _ reason: CallEnd, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        leave(index, as: reason == .microphone ? .microphone : .failed)
        return [.record("sound failed", id)] + end(reason, by: id, at: now)
    }

    private mutating func deadlinePassed(at now: Timestamp) throws(Refusal) -> [Action] {
        guard let deadline = call.deadline, deadline <= now else { throw .outOfOrder }
        let away = call.legs.first { $0.state == .away }
        if let away {
            let reason: CallEnd = call.state == .live ? .lost : .cancelled
            return [.record("lost", away.id)] + end(reason, by: away.id, at: now)
        }
        guard call.state != .live else { throw .outOfOrder }
        return [.record("missed", nil)] + end(.missed, by: nil, at: now)
    }

    private mutating func end(_ reason: CallEnd, by leg: LegID?, at now: Timestamp) -> [Action] {
        leaveAll(where: \.state.isWaiting, as: reason == .missed ? .missed : .cancelled)
        leaveAll(where: { $0.state == .away }, as: .lost)
        leaveAll(where: \.state.isConnected, as: .hangup)
        call.state = .ended
        call.reason = reason
        call.endedBy = leg
        call.endedAt = now
        call.deadline = nil
        return [.record("ended: \(reason.rawValue)", leg), .summarise]
    }

    // MARK: Pages that come and go

    private mutating func pageLost(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state == .joined || call.legs[index].state == .held else { throw .outOfOrder }
        call.legs[index].state = .away
        let patience = now.adding(seconds: Self.awaySeconds)
        call.deadline = min(call.deadline ?? patience, patience)
        return [.record("page lost", id)]
    }

    private mutating func pageReturned(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state == .away else { throw .outOfOrder }
        call.legs[index].state = .joined
        call.deadline = earliestReturn(from: now) ?? ringDeadline
        return [.record("page returned", id)]
    }

    private var ringDeadline: Timestamp? {
        call.state == .live ? nil : call.placedAt.adding(seconds: Self.ringSeconds)
    }

    private func earliestReturn(from now: Timestamp) -> Timestamp? {
        guard call.legs.contains(where: { $0.state == .away }) else { return nil }
        return now.adding(seconds: Self.awaySeconds)
    }

    // MARK: Legs

    private func position(of id: LegID) throws(Refusal) -> Int {
        guard let index = call.legs.firstIndex(where: { $0.id == id }) else { throw .unknownLeg }
        return index
    }

    private mutating func leave(_ index: Int, as departure: Leg.Departure) {
        call.legs[index].state = .left
        call.legs[index].departure = departure
    }

    private mutating func leaveAll(where matches: (Leg) -> Bool, as departure: Leg.Departure) {
        for index in call.legs.indices where matches(call.legs[index]) { leave(index, as: departure) }
    }
}
