import Desk
import Foundation

enum CallStatus: String, Sendable {
    case queued, initiated, ringing
    case inProgress = "in-progress"
    case completed, busy, failed
    case noAnswer = "no-answer"
    case canceled

    var isOver: Bool {
        switch self {
        case .completed, .busy, .failed, .noAnswer, .canceled: true
        case .queued, .initiated, .ringing, .inProgress: false
        }
    }
}

enum Direction: String, Sendable {
    case inbound
    case outboundAPI = "outbound-api"
    case outboundDial = "outbound-dial"
}

/// Where to tell of what.
struct Callback: Sendable, Equatable {
    var url: String
    var method = "POST"
    var events: Set<String>
}

/// One call of Twilio's: a telephone or a browser, connected with what its TwiML says.
struct Leg: Sendable {
    /// What an outgoing leg does once it is answered.
    enum Errand: Sendable {
        case none
        case document(url: String, method: String)
        case inline(String)
        case join(RoomEntry)
        /// Speaks with the leg whose `<Dial>` made it.
        case bridge(parent: String)
    }

    enum Place: Sendable {
        case nowhere
        case dialing(Dialing)
        case bridged(parent: String)
        case room(Stay)
        case recording(Take)
    }

    let sid: String
    let direction: Direction
    let from: String
    let to: String
    let parent: String?
    let created: Timestamp
    var status = CallStatus.queued
    var answered: Timestamp?
    var ended: Timestamp?
    var errand = Errand.none
    var place = Place.nowhere
    var callback: Callback?
    var sequence = 0
    var timeout = 60
    var timeLimit = 14_400
    var digitsToSend: String?
    /// More fields of each webhook of this call.
    var details: [(name: String, value: String)] = []
    /// What a browser gives or gets along; sent with the first webhook only.
    var custom: [(name: String, value: String)] = []
    var script: Int?
    /// Where its TwiML came from; relative addresses start there.
    var base: URL?
    var music: Int?
    var announcement: Int?
    /// Pages on which it rings.
    var ringing: Set<String> = []
    /// The page of a browser's leg that speaks here.
    var page: String?
    /// Its own microphone is off; Twilio's rooms know nothing of it.
    var isSilent = false
    /// What was said and played to it, newest last.
    var heard: [String] = []
    var pressed = ""

    var isOver: Bool { status.isOver }
    var isTalking: Bool { status == .inProgress }
    var isClient: Bool { party.hasPrefix("client:") }

    /// Who it is at the other end of this leg.
    var party: String { direction == .inbound ? from : to }

    var room: String? {
        if case .room(let stay) = place { stay.conference } else { nil }
    }
}

/// How a leg enters a room: what `<Conference>` or a Participants request say.
struct RoomEntry: Sendable {
    var conference: String
    var label: String?
    var startsOnEnter = true
    var endsOnExit = false
    var isMuted = false
    var waitURL: String?
    var waitMethod = "POST"
    var coach: String?
    var largest = 250
}

/// The time of a leg in a room, and where its own TwiML goes on.
struct Stay: Sendable {
    let conference: String
    var action: Document.Action?
    /// Added by REST: with the room its call is over too.
    let isGuest: Bool
}

/// A `<Dial>` with its legs, ringing or answered.
struct Dialing: Sendable {
    let verb: Document.Dial
    var children: [String] = []
    var winner: String?
}

/// A `<Record>` that runs.
struct Take: Sendable {
    let verb: Document.Record
    let started: Timestamp
    let step: Int
    var seconds = 0
}
