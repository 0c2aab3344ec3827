import Desk

/// `<Record>`: somebody leaves a message, or does not.
extension Exchange {
    mutating func startRecorder(_ sid: String, _ verb: Document.Record) {
        let take = Take(verb: verb, started: now, step: nextNumber())
        legs[sid]?.heard.append("(beep)")
        legs[sid]?.place = .recording(take)
        // Whoever is at a telephone of the double speaks until he hangs up or presses a key.
        let silence = carries(sid) == nil ? verb.timeout : verb.maxLength
        alarm(.recorder(call: sid, step: take.step), after: .seconds(max(1, silence)))
    }

    /// Silence, or the longest message that is taken.
    mutating func stopRecorder(_ sid: String, _ step: Int) {
        guard case .recording(let take) = legs[sid]?.place, take.step == step else { return }
        finishRecorder(sid, take, digits: "")
    }

    /// Somebody speaks that long after the tone.
    package mutating func leaveMessage(_ sid: String, seconds: Int) -> Bool {
        guard case .recording(var take) = legs[sid]?.place else { return false }
        take.seconds = min(max(0, seconds), take.verb.maxLength)
        legs[sid]?.place = .recording(take)
        finishRecorder(sid, take, digits: "")
        return true
    }

    mutating func pressAtRecorder(_ sid: String, _ digits: String) {
        guard case .recording(let take) = legs[sid]?.place,
            let key = digits.first(where: { take.verb.finishOnKey.contains($0) })
        else { return }
        finishRecorder(sid, take, digits: String(key))
    }

    private mutating func finishRecorder(_ sid: String, _ take: Take, digits: String) {
        guard let script = legs[sid]?.script else { return }
        legs[sid]?.place = .nowhere
        guard let fields = keep(sid, take, digits: digits) else { return advance(script) }
        // Without an action Twilio asks for the same document again.
        let action = take.verb.action ?? Document.Action(url: "")
        fetch(script, url: action.url, method: action.method, parameters: fields)
    }

    /// The caller hung up: what was said until then counts.
    mutating func finishTake(_ sid: String, _ take: Take, digits: String) {
        guard let fields = keep(sid, take, digits: digits) else { return }
        notifyAction(sid, take.verb.action ?? Document.Action(url: ""), fields)
    }

    /// Makes the recording; nil when there was only silence.
    private mutating func keep(_ sid: String, _ take: Take, digits: String) -> [(name: String, value: String)]? {
        guard let leg = legs[sid] else { return nil }
        let spoken = carries(sid) == nil ? 0 : Int(clamping: now.seconds(since: take.started))
        let seconds = min(max(take.seconds, spoken), take.verb.maxLength)
        guard seconds > 0 else { return nil }
        let recording = Recording(
            sid: sids.make("RE"), call: sid, seconds: seconds, created: now,
            callback: take.verb.callback.map { resolved($0, for: sid) })
        recordings[recording.sid] = recording
        alarm(.stored(recording: recording.sid), after: pace.storing)
        return fields(of: leg) + [
            ("RecordingUrl", Self.address(of: recording)), ("RecordingSid", recording.sid),
            ("RecordingDuration", String(seconds)), ("Digits", digits),
        ]
    }

    mutating func store(_ sid: String) {
        recordings[sid]?.isStored = true
        guard let recording = recordings[sid], let callback = recording.callback,
            callback.events.contains("completed")
        else { return }
        let fields = [
            (name: "AccountSid", value: DoubleAccount.sid), (name: "CallSid", value: recording.call),
            (name: "RecordingSid", value: sid), (name: "RecordingUrl", value: Self.address(of: recording)),
            (name: "RecordingStatus", value: "completed"),
            (name: "RecordingDuration", value: String(recording.seconds)),
            (name: "RecordingChannels", value: "1"), (name: "RecordingSource", value: "RecordVerb"),
            (name: "RecordingStartTime", value: recording.created.rfc2822), (name: "RecordingTrack", value: "inbound"),
        ]
        notify(callback, fields, line: recording.call)
    }

    /// Without an ending it is a WAV file. Twilio's own host stands there whatever the desk asks the double by.
    static func address(of recording: Recording) -> String {
        "https://api.twilio.com/2010-04-01/Accounts/\(DoubleAccount.sid)/Recordings/\(recording.sid)"
    }
}
