/// A call as one page shows it: a state, not an event. What there is none of is `null`, so that pages need not tell
/// absent from empty.
struct CallMessage: Encodable, Equatable {
    let id: String
    let version: Int64
    let state: String
    let side: String
    let leg: String
    let legId: String
    let mine: Bool
    let with: String
    @OrNull var about: String?
    @OrNull var ticket: String?
    @OrNull var liveAt: Int64?
    let now: Int64
    @OrNull var reason: String?
    @OrNull var words: String?
    let otherAway: Bool
    /// Until when the person may come back, while their own leg is away.
    @OrNull var rejoinBy: Int64?
    let muted: Bool
    /// The dial that made the call, for the tab that dialled.
    @OrNull var ref: String?
    let peers: [Peer]
    let carrier: String
    /// With which the tab that carries the leg joins the carrier's room.
    @OrNull var join: Join?
    /// The person's sound is on a telephone of theirs.
    let onPhone: Bool
    /// This very person is on hold.
    let held: Bool
    /// Since when the customer is.
    @OrNull var heldSince: Int64?
    @OrNull var holdProblem: String?
    let can: Abilities
    @OrNull var consult: Consult?
    /// Who hands the customer over, in words.
    @OrNull var from: String?
    let parties: [Party]
    let unverified: Bool
    @OrNull var number: String?
    /// By which other systems know the customer, in E.164; agents alone are told.
    @OrNull var phone: String?
    /// What opens when the agent answers.
    @OrNull var pop: String?
    /// The customer's agent was lost, and others are rung.
    let reoffered: Bool
    /// A note can be written now.
    let wrapUp: Bool

    struct Peer: Encodable, Equatable {
        let leg: String
        /// True when the page that reads this makes the offer.
        let offer: Bool
        /// False while one of the two is on hold: the connection stays, silent.
        let hears: Bool
    }

    /// The browser's words to the carrier.
    struct Join: Encodable, Equatable {
        let call: String
        let leg: String
    }

    struct Abilities: Encodable, Equatable {
        let hold: Bool
        let resume: Bool
        let consult: Bool
        let handOver: Bool
        let bringIn: Bool
        let cancelConsult: Bool
    }

    /// A consultation, as one of its two agents sees it.
    struct Consult: Encodable, Equatable {
        let name: String
        let state: String
        let role: String
        let words: String
    }

    struct Party: Encodable, Equatable {
        let name: String
        let words: String
    }
}

/// An optional that is written as `null` where there is nothing, instead of being left out.
@propertyWrapper
struct OrNull<Value: Encodable & Equatable & Sendable>: Encodable, Equatable, Sendable {
    let wrappedValue: Value?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}
