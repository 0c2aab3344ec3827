import Desk
import Store

extension CallView {
    /// The person at the other end of a leg's pages.
    func person(of leg: Leg) -> Person? {
        switch leg.party {
        case .agent(let id): .agent(id)
        case .customer: call.ticket.map { .ticket($0) } ?? call.visitor.map { .visitor($0) }
        }
    }

    func sockets(of leg: Leg, in hub: LiveHub) -> [LiveSocket] { person(of: leg).map(hub.sockets(of:)) ?? [] }

    func leg(of person: Person) -> Leg? { call.legs.first { self.person(of: $0) == person } }

    /// The call as the pages of one leg show it.
    ///
    /// - Parameter tab: the page's tab; the one that placed or answered the call carries its sound.
    func message(for leg: Leg, tab: String, now: Timestamp) -> CallMessage {
        CallMessage(
            id: call.key, version: call.version, state: call.state.rawValue, side: leg.side.rawValue,
            leg: leg.state.rawValue, legId: leg.id.description, mine: leg.tab == nil || leg.tab == tab,
            with: name(of: leg), about: leg.isCustomer ? nil : about.map(Excerpt.of),
            ticket: leg.isCustomer ? nil : call.ticket.map { Paths.deskTicket($0) },
            liveAt: call.liveAt?.milliseconds, now: now.milliseconds,
            reason: call.reason?.rawValue ?? leg.departure?.rawValue, words: words(for: leg),
            otherAway: call.legs.contains { $0.id != leg.id && $0.state == .away },
            rejoinBy: leg.awayUntil?.milliseconds, muted: leg.isMuted,
            ref: leg.tab == tab ? leg.dial : nil, peers: peers(of: leg))
    }

    /// How the other side is named to this leg.
    private func name(of leg: Leg) -> String {
        guard leg.isCustomer else { return customer ?? "A visitor" }
        guard leg.side == .callee, let agent = call.leadingAgent else { return CallWords.supportName }
        return agentNames[agent] ?? CallWords.supportName
    }

    private func words(for leg: Leg) -> String? {
        guard leg.state == .left || call.isOver else { return nil }
        if leg.departure == .taken {
            return call.leadingAgent.flatMap { agentNames[$0] }.map { "\($0) answered." }
        }
        return CallWords.ending(of: call, for: leg, other: name(of: leg))
    }

    private func peers(of leg: Leg) -> [CallMessage.Peer] {
        guard call.state == .live, leg.state == .joined else { return [] }
        return call.connectedLegs.filter { $0.id != leg.id }
            .map { CallMessage.Peer(leg: $0.id.description, offer: leg.id < $0.id) }
    }
}
