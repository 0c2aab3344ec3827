// Hold, and handing a customer from one agent to another.
extension CallMachine {
    mutating func held(by id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        try checkTalks(id)
        guard call.consulted == nil, putOnHold(at: now) else { throw .outOfOrder }
        return [.record("held", id)]
    }

    mutating func unheld(by id: LegID) throws(Refusal) -> [Action] {
        try checkTalks(id)
        guard call.isHeld, call.consulted == nil, call.offerUntil == nil else { throw .outOfOrder }
        takeOffHold()
        return [.record("resumed", id)]
    }

    mutating func consulted(by id: LegID, asked: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        try checkTalks(id)
        let index = try position(of: asked)
        let leg = call.legs[index]
        guard leg.role == .consulted, leg.state == .invited, call.consulted?.id == asked, call.agentsIn.count == 1
        else { throw .outOfOrder }
        call.legs[index].ringsUntil = now.adding(seconds: Self.consultSeconds)
        putOnHold(at: now)
        return [.record("consulting", asked)]
    }

    mutating func handedOver(by id: LegID) throws(Refusal) -> [Action] {
        let index = try consultingPosition(of: id)
        takeOver()
        leave(index, as: .handedOver)
        return [.record("handed over", id)]
    }

    mutating func broughtIn(by id: LegID) throws(Refusal) -> [Action] {
        _ = try consultingPosition(of: id)
        takeOver()
        return [.record("brought in", id)]
    }

    mutating func consultCancelled(by id: LegID) throws(Refusal) -> [Action] {
        guard let consulted = call.consulted, consulted.consultedBy == id else { throw .outOfOrder }
        leave(try position(of: consulted.id), as: .cancelled)
        return [.record("consult cancelled", id)] + customerBack()
    }

    /// An agent is gone: whoever is left goes on, and a customer on hold is not left alone with the music.
    mutating func agentGone(_ index: Int, as reason: CallEnd, at now: Timestamp) -> [Action] {
        let leg = call.legs[index]
        leave(index, as: Leg.Departure(rawValue: reason.rawValue) ?? .failed)
        if leg.role == .consulted { return customerBack() }
        if call.consulted?.state.isConnected == true { takeOver() }
        if !call.agentsIn.isEmpty { return [] }
        let wasHangUp = reason == .hangup
        guard call.isHeld, !wasHangUp else { return end(reason, by: leg.id, at: now) }
        return offerAgain(at: now)
    }

    private mutating func offerAgain(at now: Timestamp) -> [Action] {
        leaveAll(where: \.state.isWaiting, as: .cancelled)
        call.offerUntil = now.adding(seconds: Self.offerSeconds)
        return [.record("offered again", nil), .offerAgain]
    }

    /// After a consultation that came to nothing.
    mutating func customerBack() -> [Action] {
        takeOffHold()
        return [.record("customer back", call.customer?.id)]
    }

    mutating func takeOffHold() {
        for index in call.legs.indices where call.legs[index].heldSince != nil {
            call.legs[index].heldSince = nil
            if call.legs[index].state == .held { call.legs[index].state = .joined }
        }
    }

    /// - Returns: false where there is nobody to put on hold, or they are already.
    @discardableResult
    private mutating func putOnHold(at now: Timestamp) -> Bool {
        guard let index = call.legs.firstIndex(where: { $0.isCustomer && $0.state.isConnected }),
            call.legs[index].heldSince == nil
        else { return false }
        call.legs[index].heldSince = now
        if call.legs[index].state == .joined { call.legs[index].state = .held }
        return true
    }

    /// The agent who was asked talks with the customer from now on.
    private mutating func takeOver() {
        for index in call.legs.indices where call.legs[index].role == .consulted && call.legs[index].state.isConnected {
            call.legs[index].role = .main
        }
        takeOffHold()
    }

    private func checkTalks(_ id: LegID) throws(Refusal) {
        guard let leg = call.leg(id) else { throw .unknownLeg }
        guard call.state == .live, !leg.isCustomer, leg.role == .main, leg.state == .joined,
            call.customer?.state.isConnected == true
        else { throw .outOfOrder }
    }

    /// The place of an agent whose colleague has answered.
    private func consultingPosition(of id: LegID) throws(Refusal) -> Int {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected, let consulted = call.consulted, consulted.consultedBy == id,
            consulted.state.isConnected
        else { throw .outOfOrder }
        return index
    }
}
