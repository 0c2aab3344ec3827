import Desk

/// What may be changed about somebody in a room.
struct ParticipantChange: Sendable {
    var isMuted: Bool?
    var isHeld: Bool?
    var hold: Document.Action?
    var endsOnExit: Bool?
    var announcement: Document.Action?
    var isCoaching: Bool?
    var coach: String?
}

extension Exchange {
    mutating func update(_ sid: String, in room: String, _ change: ParticipantChange) {
        // Twilio ignores a change of this flag for somebody who is held, and does not say so.
        if conferences[room]?.participant(sid)?.isHeld == false { setEnding(sid, room, change.endsOnExit) }
        if let isMuted = change.isMuted { mute(sid, room, isMuted) }
        if let isHeld = change.isHeld { hold(sid, room, isHeld, change.hold) }
        if let isCoaching = change.isCoaching { coach(sid, room, isCoaching ? change.coach : nil) }
        if let announcement = change.announcement { announce(sid, announcement) }
    }

    private mutating func setEnding(_ sid: String, _ room: String, _ endsOnExit: Bool?) {
        guard let endsOnExit else { return }
        change(sid, in: room) { $0.endsOnExit = endsOnExit }
        tellRoom(room, event: "participant-modify", word: "modify", about: sid)
    }

    private mutating func coach(_ sid: String, _ room: String, _ call: String?) {
        change(sid, in: room) { $0.coach = call }
        tellRoom(room, event: "participant-modify", word: "modify", about: sid)
    }

    private mutating func mute(_ sid: String, _ room: String, _ isMuted: Bool) {
        guard conferences[room]?.participant(sid)?.isMuted != isMuted else { return }
        change(sid, in: room) { $0.isMuted = isMuted }
        tellRoom(room, event: isMuted ? "participant-mute" : "participant-unmute", word: "mute", about: sid)
    }

    private mutating func hold(_ sid: String, _ room: String, _ isHeld: Bool, _ music: Document.Action?) {
        let wasHeld = conferences[room]?.participant(sid)?.isHeld
        change(sid, in: room) { $0.isHeld = isHeld }
        if !isHeld { stopMusic(sid) }
        if isHeld, let music { playMusic(sid, .hold, url: music.url, method: music.method) }
        if isHeld, music == nil { legs[sid]?.heard.append("♪ (music)") }
        guard wasHeld != isHeld else { return }
        tellRoom(room, event: isHeld ? "participant-hold" : "participant-unhold", word: "hold", about: sid)
    }

    private mutating func announce(_ sid: String, _ action: Document.Action) {
        if let running = legs[sid]?.announcement { scripts[running] = nil }
        let id = newScript(sid, .announcement)
        legs[sid]?.announcement = id
        fetch(id, url: action.url, method: action.method, parameters: scripts[id].map { scriptFields($0) } ?? [])
    }

    mutating func finishAnnouncement(_ sid: String, event: String) {
        legs[sid]?.announcement = nil
        guard let room = legs[sid]?.room else { return }
        tellRoom(room, event: event, word: "announcement", about: sid)
    }
}

/// What REST does with calls.
extension Exchange {
    /// Leads a call to other TwiML: it leaves what it was part of.
    mutating func redirect(_ sid: String, to way: Leg.Errand) {
        detach(sid)
        switch way {
        case .document(let url, let method):
            let id = newScript(sid, .main)
            legs[sid]?.script = id
            fetch(id, url: url, method: method, parameters: legs[sid].map { fields(of: $0) } ?? [])
        case .inline(let text): run(sid, text: text)
        case .none, .join, .bridge: break
        }
    }

    private mutating func detach(_ sid: String) {
        guard let leg = legs[sid] else { return }
        stopScripts(of: sid)
        legs[sid]?.place = .nowhere
        switch leg.place {
        case .nowhere, .recording: break
        case .dialing(let dialing): abandon(dialing, of: sid)
        case .bridged(let parent): childEnded(sid, of: parent, as: .completed)
        case .room(let stay): leaveRoom(sid, stay.conference, why: .ledElsewhere, status: leg.status)
        }
    }
}
