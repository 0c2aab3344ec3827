import Desk
import Store

/// Carries out what people do with calls: saves first, then tells the pages and the carrier.
struct Switchboard: Sendable {
    let store: Store
    let bus: Bus
    let limits: CallLimits
    let meters: CallMeters
    /// What is to carry calls from browser to browser.
    var chosenCarrier = Call.CarrierName.embedded
    /// Where there is an account for telephones.
    var phones: PhoneLine?

    /// What carries calls from browser to browser now: they need no account while that does not answer.
    var browserCarrier: Call.CarrierName { phones?.isPossible == true ? chosenCarrier : .embedded }

    /// A customer rings the desk.
    func callDesk(from person: Person, _ dial: Dial) async throws {
        told(try await store.callDesk(from: person, dial, limits: limits))
    }

    /// An agent rings the open page of a ticket's customer.
    func callPage(of ticket: TicketID, from agent: AgentID, _ dial: Dial) async throws {
        told(try await store.callPage(of: ticket, from: agent, dial))
    }

    /// An agent rings a ticket's telephone.
    func callPhone(of ticket: TicketID, from agent: AgentID, _ dial: Dial) async throws {
        guard let phones, phones.isPossible else { throw DialRefusal.noPhones }
        let placed = try await store.callPhone(of: ticket, from: agent, dial, policy: phones.policy, caps: phones.caps)
        phones.watch(placed.tally)
        told(placed.id)
    }

    /// A telephone rings the desk; whoever asks again about the same call finds it.
    func callFromPhone(sid: String, caller: Caller) async throws -> PhoneArrival {
        let arrival = try await store.callFromPhone(sid: sid, caller: caller, longest: phones?.caps.longest ?? 14_400)
        if arrival.isNew { told(arrival.call) }
        return arrival
    }

    func answer(_ key: String, by person: Person, tab: String) async throws {
        try await act(on: key, by: person) { .answered($0, tab: tab) }
    }

    /// An agent or a customer answers on a telephone.
    func answered(_ leg: LegID, of id: CallID) async throws {
        try await apply(.answered(leg, tab: Leg.phoneTab), to: id)
    }

    /// The ticket of a caller whose number has just one that is open is theirs from the answer on. Who has the call has
    /// it: should this fail, its ticket can be chosen by hand.
    private func match(_ call: Call) async {
        guard call.caller != nil, call.ticket == nil, let found = try? await store.linkOnlyMatch(of: call.id) else {
            return
        }
        bus.publish(.ticketChanged(found))
    }

    /// Another page of the person carries the sound: over a carrier the page before is taken out of the room.
    func rejoin(_ key: String, by person: Person, tab: String) async throws {
        let view = try await store.callView(key: key)
        let before = view?.leg(of: person)?.wire
        try await act(on: key, by: person) { .rejoined($0, tab: tab) }
        if let before, before.state.isThere, let sid = before.sid {
            phones?.drop(sid, endsRoom: before.endsRoom ? view?.call.room?.sid : nil)
        }
    }

    /// The agent of this call asks another one.
    func consult(_ asked: AgentID, in key: String, by person: Person) async throws {
        guard let view = try await store.callView(key: key), let leg = view.leg(of: person) else {
            throw CallMachine.Refusal.unknownLeg
        }
        meters.note(try await store.consult(asked, for: leg.id, in: view.call.id), at: store.clock.now)
        told(view.call.id)
    }

    func colleagues(of agent: AgentID) async throws -> [ColleaguePresence] {
        try await store.colleagues(of: agent, reachesPhones: phones != nil)
    }

    /// Applies an act of this person to a call of theirs.
    ///
    /// Throws `CallMachine.Refusal` when the act comes too late, twice or out of order.
    func act(on key: String, by person: Person, _ event: (LegID) -> CallMachine.Event) async throws {
        guard let view = try await store.callView(key: key), let leg = view.leg(of: person) else {
            throw CallMachine.Refusal.unknownLeg
        }
        try await step(event(leg.id), of: view.call.id)
    }

    /// Passes signalling from one connected leg's page to another's.
    func signal(_ key: String, from person: Person, tab: String, to: LegID, data: JSONValue) async throws {
        guard let view = try await store.callView(key: key), let leg = view.leg(of: person), leg.tab == tab,
            leg.state.isConnected, let target = view.call.leg(to), target.state.isConnected
        else { throw CallMachine.Refusal.outOfOrder }
        bus.publish(
            .signal(
                CallSignal(
                    call: view.call.id, callKey: key, from: leg.id, to: to,
                    data: data.text)))
    }

    /// A socket is gone: its tab's legs are waited for, longer where the person has another page.
    func left(_ departure: Departure) async throws {
        if !departure.tabIsOpen {
            try await applyToLegs(of: departure.person) { leg, _ in
                guard leg.tab == departure.tab else { return nil }
                return departure.hasOtherPage ? .pageReopened(leg.id) : .pageLost(leg.id)
            }
        }
        bus.publish(for: departure.person)
    }

    /// Pages that went away without anybody noting it: their legs are waited for like others'.
    func missAbandonedLegs() async throws {
        for found in try await store.abandonedLegs() {
            try await apply(found.hasOtherPage ? .pageReopened(found.leg) : .pageLost(found.leg), to: found.call)
        }
    }

    /// A socket that others took for lost was there all the time.
    func tabReturned(_ tab: String, of person: Person) async throws {
        try await applyToLegs(of: person) { leg, _ in
            leg.tab == tab && leg.state == .away ? .pageReturned(leg.id) : nil
        }
    }

    /// A page of the person opened.
    ///
    /// - Parameter carrying: the calls whose audio this very page carries: none after a reload.
    func tabOpened(_ tab: String, of person: Person, carrying: [String]) async throws {
        try await applyToLegs(of: person) { leg, key in
            switch (leg.tab == tab, carrying.contains(key), leg.state == .away) {
            case (true, true, true): .pageReturned(leg.id)
            case (true, true, false): nil
            case (true, false, _), (false, _, true): .pageReopened(leg.id)
            case (false, _, false): nil
            }
        }
    }

    /// Tells every tab of the person; the one with the audio does it. Each wish is said back, also one that changes nothing.
    func mute(_ key: String, by person: Person, _ isMuted: Bool) async throws {
        guard let view = try await store.callView(key: key), let leg = view.leg(of: person), leg.state.isConnected
        else { return }
        try await apply(.muted(leg.id, isMuted), to: view.call.id)
        bus.publish(.muted(person, callKey: view.name(for: leg), isMuted))
    }

    /// Fires the timers that are due.
    func fireTimers() async throws {
        for call in try await store.dueCalls() { try await apply(.deadline, to: call) }
    }

    /// After a start no page has a socket yet: everybody is waited for, and their time counts from now.
    func recover() async throws {
        for call in try await store.runningCalls() { try await apply(.resumed, to: call.id) }
    }

    /// Applies an event to each connected leg of the person that the choice names one for.
    private func applyToLegs(
        of person: Person, _ choose: (Leg, _ callKey: String) -> CallMachine.Event?
    ) async throws {
        for view in try await store.runningCalls(of: person) {
            guard let leg = view.leg(of: person), leg.state.isConnected, let event = choose(leg, view.call.key)
            else { continue }
            try await apply(event, to: view.call.id)
        }
    }

    /// Applies an event that may come too late without harm.
    func apply(_ event: CallMachine.Event, to call: CallID) async throws {
        do {
            try await step(event, of: call)
        } catch is CallMachine.Refusal {
            // Somebody answered, hung up or came back in between.
        }
    }

    /// Applies an event and tells of it; throws `CallMachine.Refusal` for one that changes nothing.
    func step(_ event: CallMachine.Event, of call: CallID) async throws {
        do {
            let step = try await store.step(event, of: call)
            meters.note(step, at: store.clock.now)
            for ticket in step.tickets { bus.publish(.ticketChanged(ticket)) }
            if step.before.offerUntil == nil && step.call.offerUntil != nil { phones?.announceLoss(call) }
            // Before anybody is told, so that the answering page opens the right one.
            if case .answered = event { await match(step.call) }
        } catch StorageError.unknownOutcome {
            // It may have happened: whoever hears of it reads what is so.
            told(call)
            throw StorageError.unknownOutcome
        }
        told(call)
    }

    private func told(_ call: CallID) {
        bus.publish(.call(call))
        bus.publish(.availability)
        phones?.settle(call)
    }
}
