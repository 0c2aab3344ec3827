// Endings.
extension CallMachine {
    mutating func hungUp(_ id: LegID, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        if call.legs[index].state.isWaiting { return try rejected(id, at: now) }
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        let record = Action.record("hung up", id)
        guard call.state == .live else {
            leave(index, as: .cancelled)
            return [record] + end(.cancelled, by: id, at: now)
        }
        if !call.legs[index].isCustomer { return [record] + agentGone(index, as: .hangup, at: now) }
        leave(index, as: .hangup)
        return [record] + end(.hangup, by: id, at: now)
    }

    mutating func soundFailed(_ id: LegID, _ reason: CallEnd, at now: Timestamp) throws(Refusal) -> [Action] {
        let index = try position(of: id)
        guard call.legs[index].state.isConnected else { throw .outOfOrder }
        return [.record("sound failed", id)] + gone(index, as: reason == .microphone ? .microphone : .failed, at: now)
    }

    mutating func deadlinePassed(at now: Timestamp) throws(Refusal) -> [Action] {
        if let index = call.legs.firstIndex(where: { Self.isPast($0.awayUntil, now) }) {
            let reason: CallEnd = call.state == .live ? .lost : .cancelled
            return [.record("lost", call.legs[index].id)] + gone(index, as: reason, at: now)
        }
        if let index = call.legs.firstIndex(where: { Self.isPast($0.ringsUntil, now) }) {
            leave(index, as: .missed)
            return [.record("not answered", call.legs[index].id)] + customerBack()
        }
        if Self.isPast(call.offerUntil, now) { return [.record("not taken", nil)] + end(.lost, by: nil, at: now) }
        if Self.isPast(call.ringsUntil, now) { return [.record("missed", nil)] + end(.missed, by: nil, at: now) }
        guard Self.isPast(call.endsBy, now) else { throw .outOfOrder }
        return [.record("longest time over", nil)] + end(.limit, by: nil, at: now)
    }

    private static func isPast(_ time: Timestamp?, _ now: Timestamp) -> Bool { time.map { $0 <= now } ?? false }

    /// A leg is gone against its party's will.
    private mutating func gone(_ index: Int, as reason: CallEnd, at now: Timestamp) -> [Action] {
        let leg = call.legs[index]
        if call.state == .live && !leg.isCustomer { return agentGone(index, as: reason, at: now) }
        leave(index, as: Leg.Departure(rawValue: reason.rawValue) ?? .failed)
        return end(reason, by: leg.id, at: now)
    }

    mutating func end(_ reason: CallEnd, by leg: LegID?, at now: Timestamp) -> [Action] {
        leaveAll(where: \.state.isWaiting, as: reason == .missed ? .missed : .cancelled)
        leaveAll(where: { $0.state == .away }, as: .lost)
        leaveAll(where: \.state.isConnected, as: .hangup)
        call.state = .ended
        call.reason = reason
        call.endedBy = leg
        call.endedAt = now
        call.deadline = nil
        call.offerUntil = nil
        return [.record("ended: \(reason.rawValue)", leg), .summarise]
    }
}
