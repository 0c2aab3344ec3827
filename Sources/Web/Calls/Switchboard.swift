import Desk
import Store

/// Carries out what people do with calls that browsers carry: saves first, then tells.
struct Switchboard: Sendable {
    let store: Store
    let bus: Bus
    let limits: CallLimits
    let meters: CallMeters

    /// A customer rings the desk.
    func callDesk(from person: Person, _ dial: Dial) async throws {
        told(try await store.callDesk(from: person, dial, limits: limits))
    }

    /// An agent rings the open page of a ticket's customer.
    func callPage(of ticket: TicketID, from agent: AgentID, _ dial: Dial) async throws {
        told(try await store.callPage(of: ticket, from: agent, dial))
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
        bus.publish(.muted(person, callKey: key, isMuted))
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
    private func apply(_ event: CallMachine.Event, to call: CallID) async throws {
        do {
            try await step(event, of: call)
        } catch is CallMachine.Refusal {
            // Somebody answered, hung up or came back in between.
        }
    }

    private func step(_ event: CallMachine.Event, of call: CallID) async throws {
        do {
            meters.note(try await store.step(event, of: call), at: store.clock.now)
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
    }
}
