package import Desk
import Telephony

/// The whole state for people and tests.
extension Exchange {
    package var view: JSONValue {
        .object([
            "now": .integer(Int(clamping: now.milliseconds)), "number": .string(DoubleAccount.phoneNumber),
            "calls": .array(legs.values.sorted { ($0.created, $0.sid) < ($1.created, $1.sid) }.map(view)),
            "conferences": .array(
                conferences.values.sorted { ($0.created, $0.sid) < ($1.created, $1.sid) }.map(view)),
            "recordings": .array(recordings.keys.sorted().map { .string($0) }),
            "registered": .array(
                pages.values.filter(\.isRegistered).compactMap(\.grants?.identity).sorted().map { .string($0) }),
            "problems": .array(problems.map(view)),
        ])
    }

    private func view(_ leg: Leg) -> JSONValue {
        .object([
            "sid": .string(leg.sid), "from": .string(leg.from), "to": .string(leg.to),
            "direction": .string(leg.direction.rawValue), "status": .string(leg.status.rawValue),
            "parent": Self.text(leg.parent), "party": .string(leg.party), "place": .string(leg.place.words),
            "conference": Self.text(leg.room), "isHeard": .bool(carries(leg.sid) != nil),
            "silent": .bool(leg.isSilent), "heard": .array(leg.heard.suffix(20).map { .string($0) }),
            "pressed": .string(leg.pressed), "created": .integer(Int(clamping: leg.created.milliseconds)),
            "answered": leg.answered.map { .integer(Int(clamping: $0.milliseconds)) } ?? .null,
            "ended": leg.ended.map { .integer(Int(clamping: $0.milliseconds)) } ?? .null,
            "hears": .array(company(of: leg.sid).filter { hears(leg.sid, $0) }.sorted().map { .string($0) }),
        ])
    }

    private func view(_ room: Conference) -> JSONValue {
        .object([
            "sid": .string(room.sid), "name": .string(room.name), "status": .string(room.status.rawValue),
            "reasonEnded": Self.text(room.reasonEnded), "participants": .array(room.participants.map(view)),
        ])
    }

    private func view(_ participant: Participant) -> JSONValue {
        .object([
            "call": .string(participant.call), "label": Self.text(participant.label),
            "party": Self.text(legs[participant.call]?.party), "connected": .bool(participant.isConnected),
            "held": .bool(participant.isHeld), "muted": .bool(participant.isMuted),
            "startsOnEnter": .bool(participant.startsOnEnter), "endsOnExit": .bool(participant.endsOnExit),
            "coach": Self.text(participant.coach),
        ])
    }

    private func view(_ problem: Problem) -> JSONValue {
        .object([
            "at": .integer(Int(clamping: problem.at.milliseconds)), "code": .integer(problem.code),
            "words": .string(problem.words), "call": Self.text(problem.call),
        ])
    }

    /// As if the double had just been started; numbers that were given are not given again.
    package mutating func reset(desk: String) {
        legs = [:]
        conferences = [:]
        recordings = [:]
        scripts = [:]
        pages = [:]
        behaviours = [:]
        toldPeers = [:]
        links = [:]
        forgetProblems()
        number = OwnNumber(voice: Document.Action(url: desk + "/conference/connect/client"))
        application = Application(voice: Document.Action(url: desk + "/call/connect"))
    }
}

extension Leg.Place {
    fileprivate var words: String {
        switch self {
        case .nowhere: "alone"
        case .dialing(let dialing): dialing.winner == nil ? "dialing" : "bridged"
        case .bridged: "bridged"
        case .room: "conference"
        case .recording: "recording"
        }
    }
}
