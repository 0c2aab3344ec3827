// Ringing and answering.
extension CallMachine {
    mutating func rang(_ id: LegID) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state == .invited else { throw .outOfOrder }
        call.legs[index].state = .ringing
        if call.state == .offered { call.state = .ringing }
        return [.record("ringing", id)]
    }

    mutating func answered(_ id: LegID, tab: String, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].departure != .taken else { throw .taken }
        guard call.legs[index].state.isWaiting else { throw .outOfOrder }
        // A telephone is answered on the telephone.
        guard call.legs[index].phone == nil || tab == Leg.phoneTab else { throw .outOfOrder }
        switch (call.state, call.legs[index].role) {
        case (.live, .consulted): join(index, tab: tab)
        case (.live, .main): try answeredAgain(index, tab: tab)
        case (_, .main): answeredFirst(index, tab: tab, at: now)
        case (_, .consulted): throw .outOfOrder
        }
        return [.record("answered", id)]
    }

    private mutating func answeredFirst(_ index: Int, tab: String, at now: Timestamp) {
        join(index, tab: tab)
        leaveAll(where: \.state.isWaiting, as: .taken)
        call.state = .live
        call.liveAt = now
    }

    /// Somebody takes a customer whose agent was lost.
    private mutating func answeredAgain(_ index: Int, tab: String) throws(Refusal) {
        guard call.offerUntil != nil else { throw .outOfOrder }
        join(index, tab: tab)
        leaveAll(where: \.state.isWaiting, as: .taken)
        call.offerUntil = nil
        takeOffHold()
    }

    mutating func rejected(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isWaiting else { throw .outOfOrder }
        return [.record("rejected", id)] + notTaken(index, as: .rejected, at: now)
    }

    mutating func unreached(_ id: LegID, _ reason: CallEnd, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        if call.legs[index].state.isConnected { return try hungUp(id, at: now) }
        guard call.legs[index].state.isWaiting else { throw .outOfOrder }
        return [.record("not reached: \(reason.rawValue)", id)] + notTaken(index, as: reason, at: now)
    }

    /// Somebody who was rung does not come: a consulting agent goes on with the customer; the last of a hunt group ends
    /// the call.
    private mutating func notTaken(_ index: Int, as reason: CallEnd, at now: Timestamp) -> [Action] {
        let leg = call.legs[index]
        leave(index, as: Leg.Departure(rawValue: reason.rawValue) ?? .failed)
        if leg.role == .consulted { return customerBack() }
        guard !call.legs.contains(where: \.state.isWaiting) else { return [] }
        return end(call.state == .live ? .lost : reason, by: call.state == .live ? nil : leg.id, at: now)
    }
}
