/// The rules of a call: events in, a new state and things to do out. A value without clock, database or network; what
/// arrives late, twice or out of order is refused and changes nothing.
package struct CallMachine: Sendable {
    /// How long people are rung, in seconds.
    package static let ringSeconds: Int64 = 30
    /// The same for a telephone, which the network has to find first; the carrier itself rings it for 30.
    package static let dialSeconds: Int64 = 45
    /// How long a leg without any page is waited for, in seconds.
    package static let awaySeconds: Int64 = 10
    /// The same while the carrier still has the leg's sound: only our own word from the page is missing.
    package static let carriedSeconds: Int64 = 40
    /// How long a leg whose page came back without sound may take to rejoin, in seconds.
    package static let rejoinSeconds: Int64 = 60
    /// The same while the customer is on hold: nobody listens to music for a minute because a page was reloaded.
    package static let heldRejoinSeconds: Int64 = 12
    /// How long an agent who is consulted is rung, in seconds.
    package static let consultSeconds: Int64 = 20
    /// How long a customer whose agent was lost is offered to the other agents, in seconds.
    package static let offerSeconds: Int64 = 30

    package enum Event: Sendable, Equatable {
        /// A page shows that the leg's person is being rung.
        case rang(LegID)
        case answered(LegID, tab: String)
        case rejected(LegID)
        case hungUp(LegID)
        /// The page that carries the leg's audio has no socket any more.
        case pageLost(LegID)
        /// That page is back and still carries the audio.
        case pageReturned(LegID)
        /// The person has a page again, but one without the call's audio: reloaded, or another tab.
        case pageReopened(LegID)
        /// A page took the microphone and carries the leg's audio from now on.
        case rejoined(LegID, tab: String)
        /// The leg's page still hears the others, whatever became of their sockets.
        case hears(LegID)
        /// The person does not want to be heard, or wants it again.
        case muted(LegID, Bool)
        /// The page cannot have or carry sound.
        case soundFailed(LegID, CallEnd)
        /// The agent puts the customer on hold.
        case held(LegID)
        case unheld(LegID)
        /// The agent asks another one, whose leg was just added; the customer is put on hold.
        case consulted(LegID, asked: LegID)
        /// The agent leaves the customer to the one who was asked.
        case handedOver(LegID)
        /// All three talk.
        case broughtIn(LegID)
        case consultCancelled(LegID)
        /// The carrier could not reach a telephone, or lost it.
        case unreached(LegID, CallEnd)
        /// A server took the call up after a stop: everybody is waited for anew.
        case resumed
        /// The time in `deadline` has come.
        case deadline
    }

    package enum Action: Sendable, Equatable {
        /// Write the flight recorder's line.
        case record(String, LegID?)
        /// Put the call's outcome on its ticket's timeline.
        case summarise
        /// Ring the free agents for a customer whose agent was lost.
        case offerAgain
        /// The agent of this leg is out of the call and writes about it.
        case wrapUp(LegID)
    }

    package enum Refusal: Error, Equatable {
        case over
        case taken
        case outOfOrder
        case unknownLeg
    }

    package internal(set) var call: Call

    package init(_ call: Call) { self.call = call }

    /// Applies the event, or throws and leaves the call as it was.
    package mutating func apply(_ event: Event, at now: Timestamp) throws(Refusal) -> [Action] {
        guard !call.isOver else { throw .over }
        let before = call
        let actions = try perform(event, at: now)
        if !call.isOver { call.deadline = nextDeadline }
        return actions + wrapUps(since: before)
    }

    /// Agents who were in the call and are not any more.
    private func wrapUps(since before: Call) -> [Action] {
        zip(before.legs, call.legs)
            .filter { !$0.isCustomer && $0.state.isConnected && $1.state == .left }
            .map { .wrapUp($1.id) }
    }

    private mutating func perform(_ event: Event, at now: Timestamp) throws(Refusal) -> [Action] {
        switch event {
        case .rang(let leg): try rang(leg)
        case .answered(let leg, let tab): try answered(leg, tab: tab, at: now)
        case .rejected(let leg): try rejected(leg, at: now)
        case .hungUp(let leg): try hungUp(leg, at: now)
        case .pageLost(let leg): try pageLost(leg, at: now)
        case .pageReturned(let leg): try pageReturned(leg)
        case .pageReopened(let leg): try pageReopened(leg, at: now)
        case .rejoined(let leg, let tab): try rejoined(leg, tab: tab)
        case .hears(let leg): try hears(leg, at: now)
        case .muted(let leg, let isMuted): try muted(leg, isMuted)
        case .soundFailed(let leg, let reason): try soundFailed(leg, reason, at: now)
        case .held(let leg): try held(by: leg, at: now)
        case .unheld(let leg): try unheld(by: leg)
        case .consulted(let leg, let asked): try consulted(by: leg, asked: asked, at: now)
        case .handedOver(let leg): try handedOver(by: leg)
        case .broughtIn(let leg): try broughtIn(by: leg)
        case .consultCancelled(let leg): try consultCancelled(by: leg)
        case .unreached(let leg, let reason): try unreached(leg, reason, at: now)
        case .resumed: resumed(at: now)
        case .deadline: try deadlinePassed(at: now)
        }
    }

    private var nextDeadline: Timestamp? {
        let legs = call.legs.compactMap(\.awayUntil) + call.legs.compactMap(\.ringsUntil)
        return (legs + [call.ringsUntil, call.offerUntil, call.endsBy].compactMap { $0 }).min()
    }

    func position(of id: LegID) throws(Refusal) -> Int {
        guard let index = call.legs.firstIndex(where: { $0.id == id }) else { throw .unknownLeg }
        return index
    }
}

// MARK: - Legs

extension CallMachine {
    mutating func join(_ index: Int, tab: String?) {
        call.legs[index].state = call.legs[index].heldSince == nil ? .joined : .held
        call.legs[index].tab = tab
        call.legs[index].awayUntil = nil
        call.legs[index].ringsUntil = nil
    }

    mutating func leave(_ index: Int, as departure: Leg.Departure) {
        call.legs[index].state = .left
        call.legs[index].departure = departure
        call.legs[index].awayUntil = nil
        call.legs[index].ringsUntil = nil
        call.legs[index].heldSince = nil
    }

    mutating func leaveAll(where matches: (Leg) -> Bool, as departure: Leg.Departure) {
        for index in call.legs.indices where matches(call.legs[index]) { leave(index, as: departure) }
    }
}
