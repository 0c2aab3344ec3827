import Desk
import Foundation
import Store

/// Carries out what people do with calls that browsers carry: saves first, then tells.
struct Switchboard: Sendable {
    let store: Store
    let bus: Bus

    /// A customer rings the desk.
    func callDesk(from person: Person, tab: String) async throws {
        told(try await store.callDesk(from: person, tab: tab))
    }

    /// An agent rings the open page of a ticket's customer.
    func callPage(of ticket: TicketID, from agent: AgentID, tab: String) async throws {
        told(try await store.callPage(of: ticket, from: agent, tab: tab))
    }

    /// Applies an act of this person to a call of theirs.
    ///
    /// Throws `CallMachine.Refusal` when the act comes too late, twice or out of order.
    func act(on key: String, by person: Person, _ event: (LegID) -> CallMachine.Event) async throws {
        guard let view = try await view(key: key), let leg = view.leg(of: person) else {
            throw CallMachine.Refusal.unknownLeg
        }
        try await store.apply(event(leg.id), to: view.call.id)
        told(view.call.id)
    }

    /// Passes signalling from one connected leg's page to another's.
    func signal(_ key: String, from person: Person, tab: String, to: LegID, data: JSONText) async throws {
        guard let view = try await view(key: key), let leg = view.leg(of: person), leg.tab == tab,
            leg.state.isConnected, let target = view.call.leg(to), target.state.isConnected,
            let json = try? JSONEncoder().encode(data)
        else { throw CallMachine.Refusal.outOfOrder }
        bus.publish(
            .signal(
                CallSignal(
                    call: view.call.id, callKey: key, from: leg.id, to: to,
                    data: String(decoding: json, as: UTF8.self))))
    }

    /// The tab's socket is gone: its legs are away until it comes back or their time is over.
    func tabLost(_ tab: String, of person: Person) async throws {
        try await applyToLegs(of: person, tab: tab) { .pageLost($0) }
    }

    func tabReturned(_ tab: String, of person: Person) async throws {
        try await applyToLegs(of: person, tab: tab) { .pageReturned($0) }
    }

    /// Fires the timers that are due.
    func fireTimers() async throws {
        for call in try await store.dueCalls() {
            do {
                try await store.apply(.deadline, to: call)
                told(call)
            } catch is CallMachine.Refusal {
                // Somebody answered, hung up or came back in between.
            }
        }
    }

    /// After a start no page has a socket: every connected leg is away, and its time counts from now.
    func recover() async throws {
        for call in try await store.runningCalls() {
            for leg in call.connectedLegs {
                do {
                    try await store.apply(.pageLost(leg.id), to: call.id)
                } catch is CallMachine.Refusal {
                    // It was away before.
                }
            }
        }
    }

    private func view(key: String) async throws -> CallView? {
        guard let call = try await store.call(key: key) else { return nil }
        return try await store.callView(call.id)
    }

    private func applyToLegs(of person: Person, tab: String, _ event: (LegID) -> CallMachine.Event) async throws {
        for view in try await store.runningCalls(of: person) {
            guard let leg = view.leg(of: person), leg.tab == tab else { continue }
            do {
                try await store.apply(event(leg.id), to: view.call.id)
                told(view.call.id)
            } catch is CallMachine.Refusal {
                // The leg is in that state already.
            }
        }
    }

    private func told(_ call: CallID) {
        bus.publish(.call(call))
        bus.publish(.availability)
    }
}
