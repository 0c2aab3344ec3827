import Desk

/// The life of a leg: it rings, it is answered, it ends.
extension Exchange {
    /// A new leg; `status` queued for those that are called, ringing for those that call.
    @discardableResult
    mutating func add(_ leg: Leg) -> String {
        legs[leg.sid] = leg
        return leg.sid
    }

    mutating func newLeg(
        _ direction: Direction, from: String, to: String, parent: String? = nil, errand: Leg.Errand = .none
    ) -> Leg {
        var leg = Leg(
            sid: sids.make("CA"), direction: direction, from: from, to: to, parent: parent, created: now)
        leg.errand = errand
        return leg
    }

    /// Puts a leg on its way to a telephone or a browser.
    mutating func call(_ leg: Leg) {
        add(leg)
        alarm(.ring(call: leg.sid), after: pace.dialing)
    }

    mutating func startRinging(_ sid: String) {
        guard let leg = legs[sid], leg.status == .queued else { return }
        legs[sid]?.status = .initiated
        tell(sid, event: "initiated")
        if leg.isClient { ringPages(sid) } else { ringTelephone(sid) }
    }

    /// It rings there now.
    mutating func ring(_ sid: String) {
        guard let leg = legs[sid], leg.status == .initiated else { return }
        legs[sid]?.status = .ringing
        tell(sid, event: "ringing")
        alarm(.ringOut(call: sid), after: .seconds(leg.timeout))
        if let parent = leg.parent { tellRingback(to: parent) }
    }

    /// The other end of an outgoing leg picked up.
    mutating func answer(_ sid: String) {
        guard let leg = legs[sid], !leg.isOver, !leg.isTalking else { return }
        connect(sid)
        if let digits = leg.digitsToSend { legs[sid]?.pressed += digits }
        switch leg.errand {
        case .none: end(sid, as: .completed)
        case .document(let url, let method): run(sid, url: url, method: method)
        case .inline(let text): run(sid, text: text)
        case .join(let entry): join(sid, entry, action: nil, isGuest: true)
        case .bridge(let parent): bridge(sid, to: parent)
        }
    }

    /// The leg is in progress from now on.
    mutating func connect(_ sid: String) {
        guard let leg = legs[sid], !leg.isOver, !leg.isTalking else { return }
        legs[sid]?.status = .inProgress
        legs[sid]?.answered = now
        tell(sid, event: "answered")
        alarm(.timeLimit(call: sid), after: .seconds(leg.timeLimit))
        tellAccepted(sid)
    }

    mutating func ringOut(_ sid: String) {
        guard let leg = legs[sid], leg.status == .ringing, leg.direction != .inbound else { return }
        end(sid, as: .noAnswer)
    }

    mutating func reachTimeLimit(_ sid: String) {
        guard legs[sid]?.isTalking == true else { return }
        legs[sid]?.heard.append("(the time limit is reached)")
        end(sid, as: .completed)
    }

    /// The leg is over, and whatever it was part of learns of it.
    mutating func end(_ sid: String, as status: CallStatus, why: Leaving = .hungUp) {
        guard let leg = legs[sid], !leg.isOver else { return }
        legs[sid]?.status = status
        legs[sid]?.ended = now
        stopScripts(of: sid)
        legs[sid]?.place = .nowhere
        tellEnded(leg, status)
        leave(leg, as: status, why: why)
        tell(sid, event: "completed")
    }

    private mutating func leave(_ leg: Leg, as status: CallStatus, why: Leaving) {
        switch leg.place {
        case .nowhere: break
        case .dialing(let dialing): abandon(dialing, of: leg.sid)
        case .bridged: break
        case .room(let stay):
            leaveRoom(leg.sid, stay.conference, why: why, status: status)
            if let action = stay.action { notifyAction(leg.sid, action, roomFields(leg.sid)) }
        case .recording(let take): finishTake(leg.sid, take, digits: "hangup")
        }
        if case .join(let entry) = leg.errand, leg.answered == nil {
            dropGuest(leg.sid, entry.conference, status: status)
        }
        if let parent = leg.parent { childEnded(leg.sid, of: parent, as: status) }
    }

    /// A status callback, where one is wanted of this event.
    mutating func tell(_ sid: String, event: String) {
        guard let leg = legs[sid], let callback = leg.callback, callback.events.contains(event) else { return }
        legs[sid]?.sequence += 1
        var more = [
            (name: "Timestamp", value: now.rfc2822), (name: "CallbackSource", value: "call-progress-events"),
            (name: "SequenceNumber", value: String(leg.sequence)),
        ]
        if leg.isOver {
            more.append(("CallDuration", String(leg.seconds)))
            more.append(("Duration", String((leg.seconds + 59) / 60)))
        }
        notify(callback, fields(of: leg) + more, line: sid)
    }

    mutating func notify(_ callback: Callback, _ parameters: [(name: String, value: String)], line: String) {
        emit(
            .webhook(
                Webhook(
                    url: callback.url, method: callback.method, parameters: parameters, purpose: .notice, line: line)))
    }
}

extension Leg {
    /// Whole seconds it was talked, or has been so far.
    var seconds: Int {
        guard let answered, let ended else { return 0 }
        return Int(clamping: ended.seconds(since: answered))
    }
}
