import Desk

/// Erin calls the desk; Ana and Ben are rung.
enum Cast {
    static let customer = LegID(1)
    static let ana = LegID(2)
    static let ben = LegID(3)

    static func time(_ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: 1_800_000_000_000).adding(seconds: seconds)
    }

    static func customerCallsTwoAgents() -> Call {
        call([
            Leg(id: customer, party: .customer, side: .caller, state: .joined, tab: "home"),
            Leg(id: ana, party: .agent(AgentID(1)), side: .callee, state: .invited),
            Leg(id: ben, party: .agent(AgentID(2)), side: .callee, state: .invited),
        ])
    }

    static func agentCallsCustomer() -> Call {
        call([
            Leg(id: ana, party: .agent(AgentID(1)), side: .caller, state: .joined, tab: "ana"),
            Leg(id: customer, party: .customer, side: .callee, state: .invited),
        ])
    }

    /// Erin and Ana talk.
    static func talk() throws -> Call {
        var call = customerCallsTwoAgents()
        try call.apply(.answered(ana, tab: "ana"))
        return call
    }

    /// One event of each kind.
    static let everyEvent: [CallMachine.Event] = [
        .rang(ana), .answered(ben, tab: "ben"), .rejected(ana), .hungUp(customer), .pageLost(ana), .pageReturned(ana),
        .pageReopened(ana), .rejoined(ana, tab: "ana"), .hears(ana), .soundFailed(ana, .microphone), .resumed,
        .muted(ana, true), .held(ana), .unheld(ana), .consulted(ana, asked: ben), .handedOver(ana), .broughtIn(ana),
        .consultCancelled(ana), .unreached(customer, .busy), .deadline,
    ]

    private static func call(_ legs: [Leg]) -> Call {
        Call(
            id: CallID(1), key: "key", carrier: .embedded, ticket: nil, visitor: "visitor_1", placedAt: time(0),
            deadline: time(CallMachine.ringSeconds), legs: legs)
    }
}

extension Call {
    /// Lets the machine apply an event, that many seconds after the call was placed.
    @discardableResult
    mutating func apply(_ event: CallMachine.Event, at seconds: Int64 = 0) throws -> [CallMachine.Action] {
        var machine = CallMachine(self)
        let actions = try machine.apply(event, at: Cast.time(seconds))
        self = machine.call
        return actions
    }
}
