/// The rules of a call: events in, a new state and things to do out. A value without clock, database or network; what
/// arrives late, twice or out of order is refused and changes nothing.
package struct CallMachine: Sendable {
    /// How long people are rung, in seconds.
    package static let ringSeconds: Int64 = 30
    /// How long a leg without any page is waited for, in seconds.
    package static let awaySeconds: Int64 = 10
    /// How long a leg whose page came back without sound may take to rejoin, in seconds.
    package static let rejoinSeconds: Int64 = 60

    package enum Event: Sendable, Equatable {
        /// A page shows that the leg's person is being rung.
        case rang(LegID)
        case answered(LegID, tab: String)
        case rejected(LegID)
        case hungUp(LegID)
        /// The page that carries the leg's audio has no socket any more.
        case pageLost(LegID)
        /// That page is back and still carries the audio.
        case pageReturned(LegID)
        /// The person has a page again, but one without the call's audio: reloaded, or another tab.
        case pageReopened(LegID)
        /// A page took the microphone and carries the leg's audio from now on.
        case rejoined(LegID, tab: String)
        /// The leg's page still hears the others, whatever became of their sockets.
        case hears(LegID)
        /// The person does not want to be heard, or wants it again.
        case muted(LegID, Bool)
        /// The page cannot have or carry sound.
        case soundFailed(LegID, CallEnd)
        /// A server took the call up after a stop: everybody is waited for anew.
        case resumed
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
        let actions = try perform(event, at: now)
        if !call.isOver { call.deadline = nextDeadline }
        return actions
    }

    private mutating func perform(_ event: Event, at now: Timestamp) throws(Refusal) -> [Action] {
        switch event {
        case .rang(let leg): try rang(leg)
        case .answered(let leg, let tab): try answered(leg, tab: tab, at: now)
        case .rejected(let leg): try rejected(leg, at: now)
        case .hungUp(let leg): try hungUp(leg, at: now)
        case .pageLost(let leg): try pageLost(leg, at: now)
        case .pageReturned(let leg): try pageReturned(leg)
        case .pageReopened(let leg): try pageReopened(leg, at: now)
        case .rejoined(let leg, let tab): try rejoined(leg, tab: tab)
        case .hears(let leg): try hears(leg, at: now)
        case .muted(let leg, let isMuted): try muted(leg, isMuted)
        case .soundFailed(let leg, let reason): try soundFailed(leg, reason, at: now)
        case .resumed: resumed(at: now)
        case .deadline: try deadlinePassed(at: now)
        }
    }

    private var nextDeadline: Timestamp? {
        (call.legs.compactMap(\.awayUntil) + [call.ringsUntil].compactMap { $0 }).min()
    }

    func position(of id: LegID) throws(Refusal) -> Int {
        guard let index = call.legs.firstIndex(where: { $0.id == id }) else { throw .unknownLeg }
        return index
    }
}

// MARK: - Ringing and answering

extension CallMachine {
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
        join(index, tab: tab)
        leaveAll(where: \.state.isWaiting, as: .taken)
        call.state = .live
        call.liveAt = now
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
}

// MARK: - Pages that come and go

extension CallMachine {
    private mutating func pageLost(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        call.legs[index].state = .away
        call.legs[index].awayUntil = now.adding(seconds: Self.awaySeconds)
        return [.record("page lost", id)]
    }

    private mutating func pageReturned(_ id: LegID) throws(Refusal) -> [Action] {
        let index = try awayPosition(of: id)
        join(index, tab: call.legs[index].tab)
        return [.record("page returned", id)]
    }

    private mutating func pageReopened(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        call.legs[index].state = .away
        call.legs[index].awayUntil = now.adding(seconds: Self.rejoinSeconds)
        return [.record("page reopened", id)]
    }

    private mutating func rejoined(_ id: LegID, tab: String) throws(Refusal) -> [Action] {
        join(try awayPosition(of: id), tab: tab)
        return [.record("rejoined", id)]
    }

    private mutating func hears(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        guard call.state == .live, call.leg(id)?.state == .joined else { throw .outOfOrder }
        let patience = now.adding(seconds: Self.awaySeconds)
        var isHeld = false
        for index in call.legs.indices where call.legs[index].state == .away {
            guard let until = call.legs[index].awayUntil, until < patience else { continue }
            call.legs[index].awayUntil = patience
            isHeld = true
        }
        guard isHeld else { throw .outOfOrder }
        return []
    }

    private mutating func muted(_ id: LegID, _ isMuted: Bool) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected, call.legs[index].isMuted != isMuted else { throw .outOfOrder }
        call.legs[index].isMuted = isMuted
        return [.record(isMuted ? "muted" : "unmuted", id)]
    }

    private mutating func resumed(at now: Timestamp) -> [Action] {
        for index in call.legs.indices where call.legs[index].state.isConnected {
            call.legs[index].state = .away
            call.legs[index].awayUntil = now.adding(seconds: Self.awaySeconds)
        }
        return [.record("resumed", nil)]
    }

    private func awayPosition(of id: LegID) throws(Refusal) -> Int {
        let index = try position(of: id)
        guard call.legs[index].state == .away else { throw .outOfOrder }
        return index
    }
}

// MARK: - Endings

extension CallMachine {
    private mutating func hungUp(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        if call.legs[index].state.isWaiting { return try rejected(id, at: now) }
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        let isTalk = call.state == .live
        leave(index, as: isTalk ? .hangup : .cancelled)
        return [.record("hung up", id)] + end(isTalk ? .hangup : .cancelled, by: id, at: now)
    }

    private mutating func soundFailed(_ id: LegID, _ reason: CallEnd, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        leave(index, as: reason == .microphone ? .microphone : .failed)
        return [.record("sound failed", id)] + end(reason, by: id, at: now)
    }

    private mutating func deadlinePassed(at now: Timestamp) throws(Refusal) -> [Action] {
        let gone = call.legs.first { $0.awayUntil.map { $0 <= now } ?? false }
        if let gone {
            let reason: CallEnd = call.state == .live ? .lost : .cancelled
            return [.record("lost", gone.id)] + end(reason, by: gone.id, at: now)
        }
        guard let until = call.ringsUntil, until <= now else { throw .outOfOrder }
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
}

// MARK: - Legs

extension CallMachine {
    private mutating func join(_ index: Int, tab: String?) {
        call.legs[index].state = .joined
        call.legs[index].tab = tab
        call.legs[index].awayUntil = nil
    }

    private mutating func leave(_ index: Int, as departure: Leg.Departure) {
        call.legs[index].state = .left
        call.legs[index].departure = departure
        call.legs[index].awayUntil = nil
    }

    private mutating func leaveAll(where matches: (Leg) -> Bool, as departure: Leg.Departure) {
        for index in call.legs.indices where matches(call.legs[index]) { leave(index, as: departure) }
    }
}
