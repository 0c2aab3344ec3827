import Desk

/// `<Dial>`: rings everybody at once; the first to answer wins.
extension Exchange {
    /// False when there is nobody to dial and the next verb follows at once.
    mutating func startDial(_ sid: String, _ dial: Document.Dial) -> Bool {
        if case .conference(let name, let room)? = dial.targets.first {
            return dialConference(sid, name, room, action: dial.action)
        }
        legs[sid]?.place = .dialing(Dialing(verb: dial))
        for target in dial.targets.prefix(10) { dialOne(sid, dial, target) }
        finishIfNobodyRings(sid)
        return true
    }

    private mutating func dialOne(_ sid: String, _ dial: Document.Dial, _ target: Document.Target) {
        guard var child = child(of: sid, dial, target) else { return }
        child.timeout = dial.timeout
        child.timeLimit = dial.timeLimit
        guard case .dialing(var dialing) = legs[sid]?.place else { return }
        dialing.children.append(child.sid)
        legs[sid]?.place = .dialing(dialing)
        call(child)
    }

    private mutating func child(of sid: String, _ dial: Document.Dial, _ target: Document.Target) -> Leg? {
        let from = dial.callerID ?? legs[sid]?.from ?? ""
        switch target {
        case .conference: return nil
        case .number(let text, let ringing):
            guard isCallable(text, from: from, call: sid) else { return nil }
            var leg = newLeg(.outboundDial, from: from, to: text, parent: sid, errand: .bridge(parent: sid))
            leg.callback = ringing.callback.map { resolved($0, for: sid) }
            leg.digitsToSend = ringing.sendDigits
            return leg
        case .client(let identity, let parameters, let ringing):
            var leg = newLeg(
                .outboundDial, from: from, to: "client:" + identity, parent: sid, errand: .bridge(parent: sid))
            leg.callback = ringing.callback.map { resolved($0, for: sid) }
            leg.custom = parameters
            return leg
        }
    }

    private mutating func isCallable(_ text: String, from: String, call: String) -> Bool {
        guard PhoneNumber(e164: text) != nil, behaviour(of: text).refusal == nil else {
            complain(13224, "Dial: invalid phone number \(text)", call: call)
            return false
        }
        guard from == DoubleAccount.phoneNumber || from == legs[call]?.from else {
            complain(13214, "Dial: invalid callerId \(from)", call: call)
            return false
        }
        return true
    }

    /// Addresses in TwiML may be relative to it.
    func resolved(_ callback: Callback, for sid: String) -> Callback {
        var callback = callback
        callback.url = Self.resolve(callback.url, against: legs[sid]?.base) ?? callback.url
        return callback
    }

    /// A leg of a `<Dial>` was answered: the others stop, the two talk.
    mutating func bridge(_ child: String, to parent: String) {
        guard case .dialing(var dialing) = legs[parent]?.place, dialing.winner == nil else {
            return end(child, as: .completed)
        }
        dialing.winner = child
        legs[parent]?.place = .dialing(dialing)
        legs[child]?.place = .bridged(parent: parent)
        for other in dialing.children where other != child { end(other, as: .canceled) }
        connect(parent)
    }

    mutating func childEnded(_ child: String, of parent: String, as status: CallStatus) {
        guard case .dialing(let dialing) = legs[parent]?.place else { return }
        if dialing.winner == child { return finishDial(parent, dialing, child: child) }
        if dialing.winner == nil { finishIfNobodyRings(parent) }
    }

    private mutating func finishIfNobodyRings(_ sid: String) {
        guard case .dialing(let dialing) = legs[sid]?.place, dialing.winner == nil,
            dialing.children.allSatisfy({ legs[$0]?.isOver ?? true })
        else { return }
        finishDial(sid, dialing, child: dialing.children.last)
    }

    /// The dialling is over and the caller still there: the action's TwiML follows, or the next verb.
    private mutating func finishDial(_ sid: String, _ dialing: Dialing, child: String?) {
        guard let script = legs[sid]?.script else { return }
        legs[sid]?.place = .nowhere
        guard let action = dialing.verb.action else { return advance(script) }
        fetch(
            script, url: action.url, method: action.method, parameters: dialFields(sid, dialing, child: child))
    }

    /// The caller has gone, or was led elsewhere: its legs end; the action is asked all the same, for nothing.
    mutating func abandon(_ dialing: Dialing, of sid: String) {
        for child in dialing.children {
            let status = child == dialing.winner ? CallStatus.completed : .canceled
            end(child, as: status)
        }
        guard let action = dialing.verb.action else { return }
        notifyAction(sid, action, dialFields(sid, dialing, child: dialing.winner ?? dialing.children.last))
    }

    /// Asks an action whose answer nobody waits for: its call is over or elsewhere.
    mutating func notifyAction(_ sid: String, _ action: Document.Action, _ fields: [(name: String, value: String)]) {
        guard let url = Self.resolve(action.url, against: legs[sid]?.base) else {
            return complain(11100, "Invalid URL format: \(action.url)", call: sid)
        }
        notify(Callback(url: url, method: action.method, events: []), fields, line: sid)
    }

    private func dialFields(_ sid: String, _ dialing: Dialing, child: String?) -> [(name: String, value: String)] {
        guard let leg = legs[sid] else { return [] }
        var fields = fields(of: leg)
        fields.append(("DialCallStatus", dialStatus(dialing)))
        if let child { fields.append(("DialCallSid", child)) }
        fields.append(("DialBridged", dialing.winner == nil ? "false" : "true"))
        if let winner = dialing.winner.flatMap({ legs[$0] }) {
            fields.append(("DialCallDuration", String(winner.seconds)))
        }
        return fields
    }

    private func dialStatus(_ dialing: Dialing) -> String {
        if dialing.winner != nil { return CallStatus.completed.rawValue }
        let statuses = Set(dialing.children.compactMap { legs[$0]?.status })
        let worth: [CallStatus] = [.noAnswer, .busy, .canceled, .failed]
        return (worth.first { statuses.contains($0) } ?? .failed).rawValue
    }
}
