import Desk

extension Exchange {
    mutating func serveConferences(_ request: RestRequest, _ path: [String]) throws(RestError) -> RestAnswer {
        if path.count >= 2 {
            guard path[1] == "Participants" else { throw .notFound(request.path) }
            return try serveParticipants(request, of: path[0], Array(path.dropFirst(2)))
        }
        switch (request.method, path.first) {
        case ("GET", nil): return listConferences(request)
        case ("GET", let sid?): return .ok(Self.json(try conference(sid)))
        case ("POST", let sid?): return try updateConference(request, sid)
        default: throw .wrongMethod
        }
    }

    func conference(_ sid: String) throws(RestError) -> Conference {
        guard let conference = conferences[sid] else { throw .notFound(sid) }
        return conference
    }

    private mutating func updateConference(_ request: RestRequest, _ sid: String) throws(RestError) -> RestAnswer {
        let room = try conference(sid)
        if let status = request.text("Status") {
            guard status == "completed" else { throw .badParameter("Status") }
            guard room.isActive else { throw .notFound(sid) }
            endRoom(sid, reason: "conference-ended-via-api", by: nil, why: .roomEndedByRequest)
        }
        return .ok(Self.json(try conference(sid)))
    }

    /// Without a status asked for, those that go on.
    private func listConferences(_ request: RestRequest) -> RestAnswer {
        let status = request.asked("Status") ?? "in-progress"
        let wanted = conferences.values.filter { room in
            (request.asked("FriendlyName").map { $0 == room.name } ?? true) && room.status.rawValue == status
        }
        let newest = wanted.sorted { ($1.created, $1.sid) < ($0.created, $0.sid) }
        return Self.list("conferences", newest.map { Self.json($0) }, request)
    }

    static func json(_ room: Conference) -> JSONValue {
        .object([
            "sid": .string(room.sid), "account_sid": .string(DoubleAccount.sid), "friendly_name": .string(room.name),
            "status": .string(room.status.rawValue), "region": .string("us1"), "api_version": .string("2010-04-01"),
            "date_created": date(room.created), "date_updated": date(room.updated),
            "reason_conference_ended": text(room.reasonEnded),
            "call_sid_ending_conference": text(room.callEnding), "uri": .string(uri("/Conferences/" + room.sid)),
        ])
    }
}

/// Participants.
extension Exchange {
    private mutating func serveParticipants(
        _ request: RestRequest, of room: String, _ path: [String]
    ) throws(RestError) -> RestAnswer {
        guard let who = path.first else {
            if request.method == "POST" { return try addParticipant(request, to: room) }
            return try listParticipants(request, of: room)
        }
        let participant = try participant(who, in: room)
        switch request.method {
        case "GET": return .ok(json(participant, in: room))
        case "POST": return try updateParticipant(request, participant, in: room)
        case "DELETE":
            sendAway(participant.call, why: .ledElsewhere)
            return .gone
        default: throw .wrongMethod
        }
    }

    /// By call or by label; the room by its sid only.
    private func participant(_ who: String, in room: String) throws(RestError) -> Participant {
        let open = try conference(room)
        guard open.isActive, let found = open.participants.first(where: { $0.call == who || $0.label == who }) else {
            throw .notFound(who)
        }
        return found
    }

    private func listParticipants(_ request: RestRequest, of room: String) throws(RestError) -> RestAnswer {
        let open = try conference(room)
        let present = open.participants.filter(\.isConnected)
        let wanted = present.filter { participant in
            (request.asked("Hold").map { $0 == String(participant.isHeld) } ?? true)
                && (request.asked("Muted").map { $0 == String(participant.isMuted) } ?? true)
        }
        return Self.list("participants", wanted.map { json($0, in: room) }, request)
    }

    private mutating func addParticipant(_ request: RestRequest, to name: String) throws(RestError) -> RestAnswer {
        var leg = try outgoing(request, errand: .none)
        leg.timeout = try request.number("Timeout", 60, in: 5...600)
        let callback = try request.callback("ConferenceStatusCallback", fallback: ["start", "end"])
        var entry = try entry(request)
        entry.conference = try roomToEnter(name, callback: callback, largest: entry.largest)
        if let problem = admission(entry) { throw problem }
        leg.errand = .join(entry)
        reserve(leg.sid, entry)
        call(leg)
        return .created(json(try participant(leg.sid, in: entry.conference), in: entry.conference))
    }

    /// A name makes the room where there is none; a sid has to be that of one that goes on.
    private mutating func roomToEnter(
        _ name: String, callback: Callback?, largest: Int
    ) throws(RestError) -> String {
        guard name.hasPrefix("CF"), name.utf8.count == 34 else {
            return openRoom(named: name, callback: callback, largest: largest)
        }
        guard try conference(name).isActive else { throw .notFound(name) }
        return name
    }

    private func entry(_ request: RestRequest) throws(RestError) -> RoomEntry {
        var entry = RoomEntry(conference: "")
        entry.label = request.text("Label")
        entry.startsOnEnter = try request.flag("StartConferenceOnEnter") ?? true
        entry.endsOnExit = try request.flag("EndConferenceOnExit") ?? false
        entry.isMuted = try request.flag("Muted") ?? false
        entry.waitURL = request.text("WaitUrl")
        entry.waitMethod = request.method("WaitMethod", "POST")
        entry.coach = try request.flag("Coaching") == true ? request.text("CallSidToCoach") : nil
        entry.largest = try request.number("MaxParticipants", 250, in: 2...250)
        return entry
    }

    private mutating func updateParticipant(
        _ request: RestRequest, _ participant: Participant, in room: String
    ) throws(RestError) -> RestAnswer {
        guard participant.isConnected else { throw .notFound(participant.call) }
        var change = ParticipantChange()
        change.isMuted = try request.flag("Muted")
        change.isHeld = try request.flag("Hold")
        // GET by default, unlike everything else.
        change.hold = try request.action("Hold", method: "GET")
        change.endsOnExit = try request.flag("EndConferenceOnExit")
        change.announcement = try request.action("Announce", method: "POST")
        change.isCoaching = try request.flag("Coaching")
        change.coach = request.text("CallSidToCoach")
        update(participant.call, in: room, change)
        return .ok(json(try self.participant(participant.call, in: room), in: room))
    }

    private func json(_ participant: Participant, in room: String) -> JSONValue {
        let uri = Self.uri("/Conferences/\(room)/Participants/\(participant.call)")
        return .object([
            "call_sid": .string(participant.call), "conference_sid": .string(room),
            "account_sid": .string(DoubleAccount.sid), "api_version": .string("2010-04-01"),
            "label": Self.text(participant.label), "muted": .bool(participant.isMuted),
            "hold": .bool(participant.isHeld), "coaching": .bool(participant.coach != nil),
            "call_sid_to_coach": Self.text(participant.coach),
            "end_conference_on_exit": .bool(participant.endsOnExit),
            "start_conference_on_enter": .bool(participant.startsOnEnter), "status": .string(status(participant)),
            "queue_time": .string("0"), "date_created": Self.date(participant.created),
            "date_updated": Self.date(participant.updated), "uri": .string(uri),
        ])
    }

    private func status(_ participant: Participant) -> String {
        if participant.isConnected { return "connected" }
        switch legs[participant.call]?.status {
        case .queued, nil: return "queued"
        case .initiated: return "connecting"
        case .ringing: return "ringing"
        case .inProgress: return "connected"
        case .completed, .busy, .failed, .noAnswer, .canceled: return "complete"
        }
    }
}
