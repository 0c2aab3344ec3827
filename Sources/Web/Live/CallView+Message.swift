import Desk
import Store

extension CallView {
    /// The person at the other end of a leg's pages; nobody where a customer is on a telephone.
    func person(of leg: Leg) -> Person? {
        switch leg.party {
        case .agent(let id): .agent(id)
        case .customer where leg.phone != nil: nil
        // A visitor's call that was put on a ticket is still the visitor's.
        case .customer: call.visitor.map { .visitor($0) } ?? call.ticket.map { .ticket($0) }
        }
    }

    func sockets(of leg: Leg, in hub: LiveHub) -> [LiveSocket] { person(of: leg).map(hub.sockets(of:)) ?? [] }

    /// The person's present part in the call: somebody may be invited a second time.
    func leg(of person: Person) -> Leg? {
        let own = call.legs.filter { self.person(of: $0) == person }
        return own.last { $0.state != .left } ?? own.last
    }

    /// Each person's present leg.
    var currentLegs: [Leg] {
        call.legs.filter { leg in person(of: leg).map { self.leg(of: $0)?.id == leg.id } ?? false }
    }

    /// How the pages of a leg call the call: whoever is invited a second time knows an older one that is over.
    func name(for leg: Leg) -> String {
        let isFirst = call.legs.first { $0.party == leg.party }?.id == leg.id
        return isFirst ? call.key : CallName.make(key: call.key, leg: leg.id)
    }

    /// The call as the pages of one leg show it.
    ///
    /// - Parameter tab: the page's tab; the one that placed or answered the call carries its sound.
    func message(for leg: Leg, tab: String, now: Timestamp) -> CallMessage {
        CallMessage(
            id: name(for: leg), version: call.version, state: call.state.rawValue, side: leg.side.rawValue,
            leg: leg.state.rawValue, legId: leg.id.description,
            mine: leg.phone == nil && (leg.tab == nil || leg.tab == tab),
            with: name(of: leg), about: leg.isCustomer ? nil : about.map(Excerpt.of),
            ticket: leg.isCustomer ? nil : call.ticket.map { Paths.deskTicket($0) },
            liveAt: call.liveAt?.milliseconds, now: now.milliseconds,
            reason: call.reason?.rawValue ?? leg.departure?.rawValue, words: words(for: leg),
            otherAway: call.legs.contains { $0.id != leg.id && $0.state == .away },
            rejoinBy: leg.awayUntil?.milliseconds, muted: leg.isMuted,
            ref: leg.tab == tab ? leg.dial : nil, peers: peers(of: leg), carrier: call.carrier.rawValue,
            join: join(leg, tab: tab), onPhone: leg.phone != nil, held: leg.heldSince != nil,
            heldSince: leg.isCustomer ? nil : call.customer?.heldSince?.milliseconds, holdProblem: nil,
            can: abilities(of: leg), consult: consult(of: leg), from: introduction(of: leg), parties: parties(of: leg),
            unverified: !leg.isCustomer && call.caller.map { !$0.isVerified } ?? false,
            number: leg.isCustomer ? nil : customerNumber,
            phone: leg.isCustomer ? nil : customerPhone, pop: pop(for: leg), reoffered: call.offerUntil != nil,
            wrapUp: !leg.isCustomer && leg.state.isConnected)
    }

    private func words(for leg: Leg) -> String? {
        guard leg.state == .left || call.isOver else { return nil }
        if leg.departure == .taken {
            return call.leadingAgent.flatMap { agentNames[$0] }.map { "\($0) answered." }
        }
        return CallWords.ending(of: call, for: leg, other: name(of: leg))
    }

    /// Browsers carry the sound of embedded calls between themselves; a carrier's room has it otherwise.
    private func peers(of leg: Leg) -> [CallMessage.Peer] {
        guard call.carrier == .embedded, call.state == .live, leg.state == .joined || leg.state == .held else {
            return []
        }
        return call.connectedLegs.filter { $0.id != leg.id }.map {
            CallMessage.Peer(leg: $0.id.description, offer: leg.id < $0.id, hears: call.hears(leg, $0))
        }
    }

    private func join(_ leg: Leg, tab: String) -> CallMessage.Join? {
        guard call.carrier == .twilio, leg.phone == nil, leg.tab == tab, leg.state.isConnected,
            let key = leg.wire.joinKey
        else { return nil }
        return CallMessage.Join(call: call.key, leg: key)
    }
}

// MARK: - What agents see

extension CallView {
    /// How the other side is named to this leg.
    func name(of leg: Leg) -> String {
        guard leg.isCustomer else { return customer ?? customerNumber ?? "A visitor" }
        guard leg.side == .callee, let agent = call.leadingAgent else { return CallWords.supportName }
        return agentNames[agent] ?? CallWords.supportName
    }

    /// The telephone at the customer's end, as it is written; callers may hide theirs.
    var customerNumber: String? {
        if let caller = call.caller { return caller.phone?.international ?? "Unknown number" }
        return call.customer?.phone?.international
    }

    private var customerPhone: String? { (call.caller?.phone ?? call.customer?.phone)?.e164 ?? ticketPhone }

    private func pop(for leg: Leg) -> String? {
        guard !leg.isCustomer else { return nil }
        if let ticket = call.ticket { return Paths.deskTicket(ticket) }
        return call.caller == nil ? nil : Paths.tickets(ofCall: call.key)
    }

    private func abilities(of leg: Leg) -> CallMessage.Abilities {
        let talks =
            call.state == .live && !leg.isCustomer && leg.role == .main && leg.state == .joined
            && call.customer?.state.isConnected == true
        let asks = call.consulted.flatMap { $0.consultedBy == leg.id ? $0 : nil }
        let hasAnswer = asks?.state.isConnected == true
        let isFree = talks && call.consulted == nil
        return CallMessage.Abilities(
            hold: isFree && !call.isHeld, resume: isFree && call.isHeld && call.offerUntil == nil,
            consult: isFree && call.agentsIn.count == 1, handOver: hasAnswer, bringIn: hasAnswer,
            cancelConsult: asks != nil)
    }

    private func consult(of leg: Leg) -> CallMessage.Consult? {
        guard let asked = call.consulted, !leg.isCustomer else { return nil }
        let state = asked.state.isWaiting ? "ringing" : "talking"
        if asked.consultedBy == leg.id {
            let name = agentName(asked)
            return .init(
                name: name, state: state, role: "asking",
                words: asked.state.isWaiting ? "Calling \(name)…" : "Talking with \(name)")
        }
        guard asked.id == leg.id, let asking = asked.consultedBy.flatMap(call.leg) else { return nil }
        return .init(name: agentName(asking), state: state, role: "asked", words: "Talking with \(agentName(asking))")
    }

    private func introduction(of leg: Leg) -> String? {
        guard let asking = leg.consultedBy.flatMap(call.leg) else { return nil }
        return "\(agentName(asking)) hands over"
    }

    private func parties(of leg: Leg) -> [CallMessage.Party] {
        guard call.state == .live else { return [] }
        return call.connectedLegs.filter { $0.id != leg.id }.map { other in
            CallMessage.Party(
                name: other.isCustomer ? name(of: leg) : leg.isCustomer ? agentName(other) : agentName(other),
                words: Self.words(of: other))
        }
    }

    private static func words(of leg: Leg) -> String {
        if leg.state == .away { return "connection lost" }
        if leg.heldSince != nil { return "on hold" }
        return leg.phone == nil ? "" : "on a telephone"
    }

    private func agentName(_ leg: Leg) -> String { leg.agent.flatMap { agentNames[$0] } ?? CallWords.supportName }
}

/// How pages name a call.
enum CallName {
    /// Length of a key: 128 bits in base64url.
    private static let keyLength = 22

    static func make(key: String, leg: LegID) -> String { "\(key)-\(leg)" }

    /// The call's key in a name.
    static func key(of name: String) -> String { String(decoding: name.utf8.prefix(keyLength), as: UTF8.self) }
}
