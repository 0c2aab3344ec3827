import Desk

struct Conference: Sendable {
    enum Status: String, Sendable {
        case waiting = "init"
        case inProgress = "in-progress"
        case completed
    }

    let sid: String
    let name: String
    let created: Timestamp
    var updated: Timestamp
    var status = Status.waiting
    /// The first participant's; those of later ones do not count.
    var callback: Callback?
    var sequence = 0
    var participants: [Participant] = []
    var largest = 250
    var hadAnybody = false
    var reasonEnded: String?
    var callEnding: String?

    var isActive: Bool { status != .completed }

    func participant(_ call: String) -> Participant? { participants.first { $0.call == call } }
}

struct Participant: Sendable {
    let call: String
    let label: String?
    var startsOnEnter: Bool
    var endsOnExit: Bool
    var isMuted: Bool
    var isHeld = false
    var coach: String?
    var isConnected = false
    let created: Timestamp
    var updated: Timestamp
}

struct Recording: Sendable {
    let sid: String
    let call: String
    let seconds: Int
    let created: Timestamp
    var isStored = false
    let callback: Callback?
}
