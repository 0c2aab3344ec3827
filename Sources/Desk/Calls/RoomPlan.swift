/// What the carrier has to be asked for, so that its room becomes what the call is. Worked out anew from the saved state
/// each time, so that nothing depends on one request having come through.
package enum RoomOrder: Sendable, Equatable {
    /// Dial a customer's telephone into the room.
    case dial(LegID, PhoneNumber)
    /// Ring an agent on a telephone.
    case ring(LegID, PhoneNumber)
    case hold(LegID)
    case takeOffHold(LegID)
    /// Close the room when this leg leaves.
    case endWith(LegID)
    /// Keep the room open when this leg leaves.
    case goOnWithout(LegID)
    case hangUp(LegID)
    /// Send a caller whom nobody answered to the recorder.
    case takeMessage(LegID)
}

extension Call {
    /// The orders that are still to be given, oldest leg first; none where browsers carry the call themselves.
    package var roomOrders: [RoomOrder] {
        guard carrier == .twilio else { return [] }
        return legs.compactMap { isOver || $0.state == .left ? clearance(of: $0) : order(for: $0) }
    }

    private func order(for leg: Leg) -> RoomOrder? {
        if leg.state.isWaiting { return invitation(of: leg) }
        guard leg.wire.state == .joined, room?.sid != nil else { return nil }
        if (leg.heldSince != nil) != leg.wire.isHeld {
            return leg.heldSince == nil ? .takeOffHold(leg.id) : .hold(leg.id)
        }
        guard closes(with: leg) != leg.wire.endsRoom else { return nil }
        return leg.wire.endsRoom ? .goOnWithout(leg.id) : .endWith(leg.id)
    }

    private func invitation(of leg: Leg) -> RoomOrder? {
        guard leg.wire.state == .none, let phone = leg.phone else { return nil }
        if !leg.isCustomer { return .ring(leg.id, phone) }
        let caller = legs.first { $0.side == .caller }
        return caller?.wire.state == .joined ? .dial(leg.id, phone) : nil
    }

    /// A colleague who was handed the customer ends the call by leaving; a customer on hold outlives every agent, since
    /// others are asked for them then.
    private func closes(with leg: Leg) -> Bool {
        leg.consultedBy != nil && leg.role == .main && agentsIn.count == 1 && !isHeld
    }

    private func clearance(of leg: Leg) -> RoomOrder? {
        guard leg.wire.state.isThere, leg.wire.sid != nil else { return nil }
        if leavesMessage(leg) { return .takeMessage(leg.id) }
        let takesRoomAlong = !isOver && leg.wire.endsRoom && leg.wire.state == .joined && room?.sid != nil
        return takesRoomAlong ? .goOnWithout(leg.id) : .hangUp(leg.id)
    }

    /// Who rang from a telephone and was not answered, or lost their agent, may leave a message.
    private func leavesMessage(_ leg: Leg) -> Bool {
        guard isOver, leg.isCustomer, leg.side == .caller, leg.phone != nil, leg.departure != .cancelled else {
            return false
        }
        switch reason {
        case .missed, .rejected, .unavailable: return true
        case .lost: return endedBy != leg.id
        default: return false
        }
    }
}
