/// One party's part in a call.
package struct Leg: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case invited, ringing, joined, held, away, left

        package var isWaiting: Bool { self == .invited || self == .ringing }
        package var isConnected: Bool { self == .joined || self == .held || self == .away }
    }

    package enum Side: String, Sendable, CaseIterable {
        case caller, callee
    }

    /// What an agent is in the call for: to talk with the customer, or to be asked by the agent who does.
    package enum Role: String, Sendable, CaseIterable {
        case main, consulted
    }

    package enum Party: Sendable, Hashable {
        case customer
        case agent(AgentID)
    }

    /// Why a leg left; `taken` says that somebody else answered.
    package enum Departure: String, Sendable, CaseIterable {
        case hangup, rejected, missed, cancelled, busy, failed, lost, microphone, taken
        case handedOver = "handed-over"
    }

    package let id: LegID
    package let party: Party
    package let side: Side
    /// The telephone that carries the leg's sound; nil for a browser's page.
    package let phone: PhoneNumber?
    package var role: Role
    /// Whose agent asked this one into the call.
    package let consultedBy: LegID?
    package var state: State
    package var departure: Departure?
    /// The browser tab that carries the leg's audio, or `phoneTab`; nil until somebody answered.
    package var tab: String?
    /// How long a leg that is away is waited for.
    package var awayUntil: Timestamp?
    /// How long a consulted agent is rung.
    package var ringsUntil: Timestamp?
    /// Since when the party hears music; also while their page is away.
    package var heldSince: Timestamp?
    /// Whether the party does not want to be heard now; holds for whichever page carries the audio.
    package var isMuted: Bool
    /// The caller's own name for the dial that made the call, so that its page can tell it from others.
    package let dial: String?
    /// How the leg stands at the carrier.
    package let wire: Wire

    /// Stands for the tab where a telephone carries the sound.
    package static let phoneTab = "phone"
    /// The same where a vendor's own page or program does.
    package static let lineTab = "line"

    package init(
        id: LegID, party: Party, side: Side, phone: PhoneNumber? = nil, role: Role = .main,
        consultedBy: LegID? = nil, state: State, departure: Departure? = nil, tab: String? = nil,
        awayUntil: Timestamp? = nil, ringsUntil: Timestamp? = nil, heldSince: Timestamp? = nil, isMuted: Bool = false,
        dial: String? = nil, wire: Wire = .none
    ) {
        self.id = id
        self.party = party
        self.side = side
        self.phone = phone
        self.role = role
        self.consultedBy = consultedBy
        self.state = state
        self.departure = departure
        self.tab = tab
        self.awayUntil = awayUntil
        self.ringsUntil = ringsUntil
        self.heldSince = heldSince
        self.isMuted = isMuted
        self.dial = dial
        self.wire = wire
    }

    package var isCustomer: Bool { party == .customer }

    package var agent: AgentID? { if case .agent(let id) = party { id } else { nil } }
}

/// A leg as the carrier has it, which may be behind what was decided.
package struct Wire: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// In the order in which a leg passes through them.
        case none, asked, ringing, joined, gone

        package var isThere: Bool { self == .asked || self == .ringing || self == .joined }
    }

    package let state: State
    /// The carrier's id of the leg.
    package let sid: String?
    package let isHeld: Bool
    /// Whether the room closes when the leg leaves.
    package let endsRoom: Bool
    /// Known to the leg's page alone: with it the page joins the room.
    package let joinKey: String?
    /// When something was last heard of it.
    package let at: Timestamp?

    package init(
        state: State, sid: String? = nil, isHeld: Bool = false, endsRoom: Bool = false, joinKey: String? = nil,
        at: Timestamp? = nil
    ) {
        self.state = state
        self.sid = sid
        self.isHeld = isHeld
        self.endsRoom = endsRoom
        self.joinKey = joinKey
        self.at = at
    }

    /// Whether it was asked for before that time, and nothing is known of it since.
    package func isUncertain(since: Timestamp) -> Bool {
        state == .asked && sid == nil && at.map { $0 <= since } ?? true
    }

    package static let none = Wire(state: .none)
}
