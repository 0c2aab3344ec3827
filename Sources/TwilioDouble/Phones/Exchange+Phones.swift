import Desk

/// The simulated telephones, and what people do with them.
extension Exchange {
    func behaviour(of number: String) -> Behaviour { behaviours[number] ?? Behaviour.of(number) }

    /// Tells a telephone what to do from now on; nil for what its number says.
    package mutating func setBehaviour(_ behaviour: Behaviour?, of number: String) { behaviours[number] = behaviour }

    mutating func ringTelephone(_ sid: String) {
        guard let leg = legs[sid] else { return }
        let behaviour = behaviour(of: leg.to)
        if behaviour == .unreachable { return end(sid, as: .failed) }
        ring(sid)
        if [.answer, .busy, .hangUp].contains(behaviour) { alarm(.react(call: sid), after: pace.reaction) }
    }

    /// The telephone does what it does by itself.
    mutating func react(_ sid: String) {
        guard let leg = legs[sid], !leg.isOver else { return }
        switch behaviour(of: leg.to) {
        case .busy: end(sid, as: .busy)
        case .hangUp where leg.isTalking: end(sid, as: .completed)
        case .hangUp:
            answer(sid)
            alarm(.react(call: sid), after: pace.reaction)
        case .answer: answer(sid)
        case .noAnswer, .invalid, .forbidden, .unreachable, .person: break
        }
    }

    /// The call this telephone is in, or that rings there.
    package func currentCall(of number: String) -> String? {
        legs.values.filter { !$0.isOver && $0.party == number }.max { $0.created < $1.created }?.sid
    }

    /// Somebody dials the desk's number.
    package mutating func dial(from number: String, verstat: String? = nil, name: String? = nil) -> String {
        var leg = newLeg(.inbound, from: number, to: DoubleAccount.phoneNumber)
        leg.status = .ringing
        leg.callback = self.number.callback
        leg.details = [
            ("StirVerstat", verstat ?? "TN-Validation-Passed-A"), ("CallToken", "%7B%22double%22%3Atrue%7D"),
        ]
        if let name { leg.details.append(("CallerName", name)) }
        add(leg)
        run(leg.sid, url: self.number.voice.url, method: self.number.voice.method)
        return leg.sid
    }

    package mutating func pickUp(_ number: String) -> Bool {
        guard let sid = currentCall(of: number), legs[sid]?.status == .ringing, legs[sid]?.direction != .inbound else {
            return false
        }
        answer(sid)
        return true
    }

    /// Refuses a call that rings.
    package mutating func refuse(_ number: String) -> Bool {
        guard let sid = currentCall(of: number), legs[sid]?.status == .ringing, legs[sid]?.direction != .inbound else {
            return false
        }
        end(sid, as: .busy)
        return true
    }

    package mutating func hangUp(_ number: String) -> Bool {
        guard let sid = currentCall(of: number), let leg = legs[sid] else { return false }
        switch (leg.isTalking, leg.direction) {
        case (true, _): end(sid, as: .completed)
        case (false, .inbound): end(sid, as: .noAnswer)
        case (false, _): end(sid, as: .busy)
        }
        return true
    }

    package mutating func press(_ digits: String, on number: String) -> Bool {
        guard let sid = currentCall(of: number), legs[sid]?.isTalking == true else { return false }
        legs[sid]?.pressed += digits
        pressAtRecorder(sid, digits)
        return true
    }

    package mutating func leaveMessage(from number: String, seconds: Int) -> Bool {
        currentCall(of: number).map { leaveMessage($0, seconds: seconds) } ?? false
    }
}
