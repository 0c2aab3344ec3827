// Pages that come and go.
extension CallMachine {
    mutating func pageLost(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        // Somebody on hold is offered to others soon; a talk that the carrier still has may go on without our socket.
        let talksOn = call.carrier == .twilio && call.leg(id)?.wire.state == .joined && !call.isHeld
        try wait(for: id, seconds: talksOn ? Self.carriedSeconds : Self.awaySeconds, at: now)
        return [.record("page lost", id)]
    }

    mutating func pageReturned(_ id: LegID) throws(Refusal) -> [Action] {
        let index = try awayPosition(of: id)
        join(index, tab: call.legs[index].tab)
        return [.record("page returned", id)]
    }

    mutating func pageReopened(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let isAwaited = call.isHeld && call.leg(id)?.isCustomer == false
        try wait(for: id, seconds: isAwaited ? Self.heldRejoinSeconds : Self.rejoinSeconds, at: now)
        return [.record("page reopened", id)]
    }

    private mutating func wait(for id: LegID, seconds: Int64, at now: Timestamp) throws(Refusal) {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected, call.legs[index].phone == nil else { throw .outOfOrder }
        call.legs[index].state = .away
        call.legs[index].awayUntil = now.adding(seconds: seconds)
    }

    mutating func rejoined(_ id: LegID, tab: String) throws(Refusal) -> [Action] {
        join(try rejoinPosition(of: id, tab: tab), tab: tab)
        return [.record("rejoined", id)]
    }

    mutating func hears(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
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

    mutating func muted(_ id: LegID, _ isMuted: Bool) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected, call.legs[index].isMuted != isMuted else { throw .outOfOrder }
        call.legs[index].isMuted = isMuted
        return [.record(isMuted ? "muted" : "unmuted", id)]
    }

    /// Telephones did not notice the stop: only pages have to come back.
    mutating func resumed(at now: Timestamp) -> [Action] {
        for index in call.legs.indices where call.legs[index].state.isConnected && call.legs[index].phone == nil {
            call.legs[index].state = .away
            call.legs[index].awayUntil = now.adding(seconds: Self.awaySeconds)
        }
        return [.record("resumed", nil)]
    }

    /// Over a carrier the page that has the sound may have lost it without any word of it here.
    private func rejoinPosition(of id: LegID, tab: String) throws(Refusal) -> Int {
        let index = try position(of: id)
        let leg = call.legs[index]
        guard call.carrier == .twilio, leg.state.isConnected, leg.tab == tab, leg.phone == nil else {
            return try awayPosition(of: id)
        }
        return index
    }

    private func awayPosition(of id: LegID) throws(Refusal) -> Int {
        let index = try position(of: id)
        guard call.legs[index].state == .away else { throw .outOfOrder }
        return index
    }
}
