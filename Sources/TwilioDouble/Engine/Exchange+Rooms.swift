import Desk

/// Why somebody is no longer in a room.
enum Leaving: String, Sendable {
    case hungUp = "participant_hung_up"
    case ledElsewhere = "participant_updated_via_api"
    case notReached = "participant_add_failed"
    case roomEnded = "moderator_ended_conference"
    case roomEndedByRequest = "conference_ended_via_api"
}

/// Rooms: coming, beginning, going, ending.
extension Exchange {
    func room(named name: String) -> Conference? {
        conferences.values.first { $0.isActive && $0.name == name }
    }

    /// The active room of this name, made if there is none; the callback counts only for the one who makes it.
    mutating func openRoom(named name: String, callback: Callback?, largest: Int) -> String {
        if let open = room(named: name) { return open.sid }
        var room = Conference(sid: sids.make("CF"), name: name, created: now, updated: now)
        room.callback = callback
        room.largest = largest
        conferences[room.sid] = room
        return room.sid
    }

    /// False when the room does not take the leg and its next verb follows.
    mutating func dialConference(
        _ sid: String, _ name: String, _ verb: Document.Room, action: Document.Action?
    ) -> Bool {
        let callback = verb.callback.map { resolved($0, for: sid) }
        var entry = verb.entry
        entry.conference = openRoom(named: name, callback: callback, largest: entry.largest)
        entry.waitURL = entry.waitURL.map { $0.isEmpty ? "" : Self.resolve($0, against: legs[sid]?.base) ?? $0 }
        guard let problem = admission(entry) else {
            join(sid, entry, action: action, isGuest: false)
            return true
        }
        complain(problem.code, problem.message, call: sid)
        closeIfEmpty(entry.conference, last: sid)
        return false
    }

    /// Why a participant is not taken.
    func admission(_ entry: RoomEntry) -> RestError? {
        guard let room = conferences[entry.conference] else { return .notFound(entry.conference) }
        if let label = entry.label, room.participants.contains(where: { $0.label == label }) {
            return .duplicateLabel(label)
        }
        return room.participants.count >= room.largest ? .roomFull : nil
    }

    /// A place in the room for somebody who is being called.
    mutating func reserve(_ sid: String, _ entry: RoomEntry) {
        conferences[entry.conference]?.participants.append(
            Participant(
                call: sid, label: entry.label, startsOnEnter: entry.startsOnEnter, endsOnExit: entry.endsOnExit,
                isMuted: entry.isMuted, coach: entry.coach, created: now, updated: now))
    }

    mutating func join(_ sid: String, _ entry: RoomEntry, action: Document.Action?, isGuest: Bool) {
        guard conferences[entry.conference]?.isActive == true else { return end(sid, as: .completed) }
        if conferences[entry.conference]?.participant(sid) == nil { reserve(sid, entry) }
        legs[sid]?.place = .room(Stay(conference: entry.conference, action: action, isGuest: isGuest))
        change(sid, in: entry.conference) { $0.isConnected = true }
        conferences[entry.conference]?.hadAnybody = true
        tellRoom(entry.conference, event: "participant-join", word: "join", about: sid)
        beginIfPossible(entry.conference)
        if conferences[entry.conference]?.status == .waiting { playWaiting(sid, entry) }
    }

    /// At two people, of whom one may begin.
    private mutating func beginIfPossible(_ sid: String) {
        guard let room = conferences[sid], room.status == .waiting else { return }
        let present = room.participants.filter(\.isConnected)
        guard present.count >= 2, present.contains(where: \.startsOnEnter) else { return }
        conferences[sid]?.status = .inProgress
        conferences[sid]?.updated = now
        for participant in present { stopMusic(participant.call) }
        tellRoom(sid, event: "conference-start", word: "start")
    }

    private mutating func playWaiting(_ sid: String, _ entry: RoomEntry) {
        guard let url = entry.waitURL else { return legs[sid]?.heard.append("♪ (music)") ?? () }
        if url.isEmpty { return }
        playMusic(sid, .wait, url: url, method: entry.waitMethod)
    }

    mutating func playMusic(_ sid: String, _ track: Script.Track, url: String, method: String) {
        stopMusic(sid)
        let id = newScript(sid, track)
        legs[sid]?.music = id
        fetch(id, url: url, method: method, parameters: scripts[id].map { scriptFields($0) } ?? [])
    }

    mutating func stopMusic(_ sid: String) {
        if let id = legs[sid]?.music { scripts[id] = nil }
        legs[sid]?.music = nil
    }

    mutating func change(_ sid: String, in room: String, _ body: (inout Participant) -> Void) {
        guard let index = conferences[room]?.participants.firstIndex(where: { $0.call == sid }),
            var participant = conferences[room]?.participants[index]
        else { return }
        body(&participant)
        participant.updated = now
        conferences[room]?.participants[index] = participant
    }
}

/// Going.
extension Exchange {
    /// Takes somebody out; ends the room where that is to be.
    mutating func leaveRoom(_ sid: String, _ room: String, why: Leaving, status: CallStatus) {
        guard let participant = conferences[room]?.participant(sid) else { return }
        stopMusic(sid)
        tellLeft(participant, room, why: why, status: status)
        conferences[room]?.participants.removeAll { $0.call == sid }
        guard conferences[room]?.isActive == true else { return }
        if participant.endsOnExit {
            endRoom(room, reason: "participant-with-end-conference-on-exit-left", by: participant, why: .roomEnded)
        } else {
            closeIfEmpty(room, last: sid)
        }
    }

    /// A guest who was never reached.
    mutating func dropGuest(_ sid: String, _ room: String, status: CallStatus) {
        guard let participant = conferences[room]?.participant(sid) else { return }
        tellLeft(participant, room, why: .notReached, status: status)
        conferences[room]?.participants.removeAll { $0.call == sid }
        closeIfEmpty(room, last: sid)
    }

    private mutating func tellLeft(_ participant: Participant, _ room: String, why: Leaving, status: CallStatus) {
        tellRoom(
            room, event: "participant-leave", word: "leave", about: participant.call,
            more: [("ParticipantCallStatus", status.rawValue), ("ReasonParticipantLeft", why.rawValue)])
    }

    mutating func closeIfEmpty(_ room: String, last: String) {
        guard let open = conferences[room], open.isActive, open.participants.isEmpty else { return }
        finishRoom(room, reason: "last-participant-left", call: last, label: nil)
    }

    /// Everybody has to go: guests' calls end, the others go on behind their `<Dial>`.
    mutating func endRoom(_ room: String, reason: String, by participant: Participant?, why: Leaving) {
        guard let open = conferences[room], open.isActive else { return }
        conferences[room]?.status = .completed
        for other in open.participants where other.call != participant?.call { sendAway(other.call, why: why) }
        finishRoom(room, reason: reason, call: participant?.call, label: participant?.label)
    }

    /// Ends somebody's time in the room; what follows is for his TwiML to say.
    mutating func sendAway(_ sid: String, why: Leaving) {
        guard let leg = legs[sid] else { return }
        guard case .room(let stay) = leg.place else { return end(sid, as: .canceled, why: why) }
        if stay.isGuest { return end(sid, as: .completed, why: why) }
        legs[sid]?.place = .nowhere
        leaveRoom(sid, stay.conference, why: why, status: leg.status)
        guard let script = leg.script else { return end(sid, as: .completed) }
        guard let action = stay.action else { return advance(script) }
        fetch(script, url: action.url, method: action.method, parameters: roomFields(sid))
    }

    private mutating func finishRoom(_ sid: String, reason: String, call: String?, label: String?) {
        conferences[sid]?.status = .completed
        conferences[sid]?.updated = now
        conferences[sid]?.reasonEnded = reason
        conferences[sid]?.callEnding = call
        guard conferences[sid]?.hadAnybody == true else { return }
        var more = [(name: "ReasonConferenceEnded", value: reason), (name: "Reason", value: Self.words(reason, call))]
        if let call { more.append(("CallSidEndingConference", call)) }
        if let label { more.append(("ParticipantLabelEndingConference", label)) }
        tellRoom(sid, event: "conference-end", word: "end", more: more)
    }

    private static func words(_ reason: String, _ call: String?) -> String {
        switch reason {
        case "last-participant-left": "Last participant left the conference"
        case "conference-ended-via-api": "Conference ended via API"
        default: "Participant \(call ?? "") with endConferenceOnExit=\"true\" left the conference"
        }
    }

    /// What the action of a `<Dial>` with a room is told.
    func roomFields(_ sid: String) -> [(name: String, value: String)] {
        legs[sid].map { fields(of: $0) + [("DialCallStatus", "answered"), ("DialCallSid", sid)] } ?? []
    }
}

/// Telling of rooms.
extension Exchange {
    /// - Parameter word: what the event is called among those one may ask for.
    mutating func tellRoom(
        _ sid: String, event: String, word: String, about call: String? = nil,
        more: [(name: String, value: String)] = []
    ) {
        guard let room = conferences[sid], let callback = room.callback, callback.events.contains(word) else { return }
        conferences[sid]?.sequence += 1
        var fields = [
            (name: "StatusCallbackEvent", value: event), (name: "ConferenceSid", value: sid),
            (name: "FriendlyName", value: room.name), (name: "AccountSid", value: DoubleAccount.sid),
            (name: "SequenceNumber", value: String(room.sequence + 1)), (name: "Timestamp", value: now.rfc2822),
        ]
        if let participant = call.flatMap({ room.participant($0) }) { fields += Self.fields(of: participant) }
        notify(callback, fields + more, line: sid)
    }

    private static func fields(of participant: Participant) -> [(name: String, value: String)] {
        var fields = [
            (name: "CallSid", value: participant.call), (name: "Muted", value: String(participant.isMuted)),
            (name: "Hold", value: String(participant.isHeld)),
            (name: "Coaching", value: String(participant.coach != nil)),
            (name: "StartConferenceOnEnter", value: String(participant.startsOnEnter)),
            (name: "EndConferenceOnExit", value: String(participant.endsOnExit)),
        ]
        if let label = participant.label { fields.append(("ParticipantLabel", label)) }
        if let coach = participant.coach { fields.append(("CallSidToCoach", coach)) }
        return fields
    }
}
