import Desk
import Store

/// What the carrier says of legs, by webhook or when asked: noted first, then made an event of the call. It may come
/// late, twice and out of order.
struct LegNews: Sendable {
    let store: Store
    let switchboard: Switchboard

    /// A call's status in Twilio's words.
    func status(_ status: String, of wired: WiredLeg, sid: String) async throws {
        switch status {
        case "queued", "initiated": try await store.noteWire(.asked, of: wired.leg, sid: sid)
        case "ringing":
            try await store.noteWire(.ringing, of: wired.leg, sid: sid)
            try await switchboard.apply(.rang(wired.leg), to: wired.call)
        case "in-progress", "answered": try await answered(wired, sid: sid)
        case "completed": try await left(wired, sid: sid)
        case "busy": try await gone(wired, sid: sid, .busy)
        case "no-answer": try await gone(wired, sid: sid, .missed)
        case "canceled": try await gone(wired, sid: sid, .cancelled)
        case "failed": try await gone(wired, sid: sid, .failed)
        default: break
        }
    }

    /// Customers' telephones and pages are in the room by answering; an agent's telephone asks for its TwiML first.
    private func answered(_ wired: WiredLeg, sid: String) async throws {
        guard let leg = try await leg(wired, sid: sid), leg.isCustomer || leg.phone == nil else { return }
        try await joined(wired, sid: sid)
    }

    /// Says whether that is news.
    @discardableResult
    func joined(_ wired: WiredLeg, sid: String) async throws -> Bool {
        guard try await leg(wired, sid: sid) != nil else { return false }
        let isNews = try await store.noteWire(.joined, of: wired.leg, sid: sid)
        guard let leg = try await leg(wired, sid: sid) else { return isNews }
        if leg.phone != nil, leg.state.isWaiting {
            try await switchboard.answered(wired.leg, of: wired.call)
        }
        switchboard.phones?.settle(wired.call)
        return isNews
    }

    /// Whoever was there and is not any more; that they came may not have been said yet.
    func left(_ wired: WiredLeg, sid: String) async throws {
        try await answered(wired, sid: sid)
        try await gone(wired, sid: sid, .missed)
    }

    /// A telephone that is gone has hung up; a page may come back.
    ///
    /// - Parameter reason: why it was not reached, where nobody had answered.
    func gone(_ wired: WiredLeg, sid: String, _ reason: CallEnd) async throws {
        guard let leg = try await leg(wired, sid: sid) else { return }
        let call = try await store.call(wired.call)
        let isNews = try await store.noteWire(.gone, of: wired.leg, sid: sid)
        if leg.phone != nil {
            try await switchboard.apply(Self.end(of: leg, reason, isHeld: call?.isHeld == true), to: wired.call)
        } else if isNews, leg.state.isConnected {
            try await switchboard.apply(.pageLost(leg.id), to: wired.call)
        }
    }

    /// An agent's telephone that is gone while the customer is on hold may have lost the network: the customer is offered
    /// to others then, as after a page.
    private static func end(of leg: Leg, _ reason: CallEnd, isHeld: Bool) -> CallMachine.Event {
        if leg.state.isWaiting { return .unreached(leg.id, reason) }
        return isHeld && !leg.isCustomer ? .soundFailed(leg.id, .failed) : .hungUp(leg.id)
    }

    /// The leg, unless the news is about a call that carried it before: that of a page is known before it can be told of.
    private func leg(_ wired: WiredLeg, sid: String) async throws -> Leg? {
        guard let leg = try await store.call(wired.call)?.leg(wired.leg) else { return nil }
        return leg.wire.sid == sid || leg.wire.sid == nil && leg.phone != nil ? leg : nil
    }
}
