import Desk

extension TwiML {
    /// The document as Twilio reads it, to be sent as `text/xml; charset=utf-8`.
    package func rendered() -> [UInt8] {
        var writer = TwiMLWriter()
        writer.element("Response") { writer in
            for verb in verbs { verb.write(to: &writer) }
        }
        return writer.bytes
    }
}

extension TwiML.Verb {
    fileprivate func write(to writer: inout TwiMLWriter) {
        switch self {
        case .say(let text, let language): writer.element("Say", [("language", language)], text: text)
        case .play(let url, let loop): writer.element("Play", [("loop", loop?.description)], text: url)
        case .pause(let seconds): writer.element("Pause", [("length", seconds.description)])
        case .redirect(let url): writer.element("Redirect", text: url)
        case .reject(let reason): writer.element("Reject", [("reason", reason.rawValue)])
        case .record(let recording): recording.write(to: &writer)
        case .dial(let dial): dial.write(to: &writer)
        case .hangup: writer.element("Hangup")
        }
    }
}

extension TwiML.Recording {
    fileprivate func write(to writer: inout TwiMLWriter) {
        writer.element(
            "Record",
            [
                ("action", action), ("maxLength", maxLength?.description), ("timeout", timeout?.description),
                ("playBeep", playBeep?.description), ("recordingStatusCallback", statusCallback?.url),
                ("recordingStatusCallbackEvent", statusCallback?.eventList),
            ])
    }
}

extension TwiML.Dial {
    fileprivate func write(to writer: inout TwiMLWriter) {
        let attributes: [(StaticString, String?)] = [
            ("callerId", callerID?.e164), ("answerOnBridge", answerOnBridge?.description),
            ("timeout", timeout?.description), ("timeLimit", timeLimit?.description), ("action", action),
        ]
        writer.element("Dial", attributes) { writer in
            for target in targets { target.write(to: &writer) }
        }
    }
}

extension TwiML.Target {
    fileprivate func write(to writer: inout TwiMLWriter) {
        switch self {
        case .number(let number):
            writer.element("Number", number.statusCallback.attributes, text: number.number.e164)
        case .client(let client): client.write(to: &writer)
        case .conference(let conference): conference.write(to: &writer)
        }
    }
}

extension TwiML.Client {
    fileprivate func write(to writer: inout TwiMLWriter) {
        if parameters.isEmpty { return writer.element("Client", statusCallback.attributes, text: identity) }
        writer.element("Client", statusCallback.attributes) { writer in
            writer.element("Identity", text: identity)
            for parameter in parameters {
                writer.element("Parameter", [("name", parameter.name), ("value", parameter.value)])
            }
        }
    }
}

extension TwiML.Conference {
    fileprivate func write(to writer: inout TwiMLWriter) {
        let attributes: [(StaticString, String?)] = [
            ("participantLabel", label), ("startConferenceOnEnter", startOnEnter?.description),
            ("endConferenceOnExit", endOnExit?.description), ("muted", muted?.description),
            ("beep", beep?.description), ("waitUrl", waitURL), ("maxParticipants", maxParticipants?.description),
            ("coach", coach),
        ]
        writer.element("Conference", attributes + statusCallback.attributes, text: room)
    }
}

extension TwiML.StatusCallback {
    fileprivate var eventList: String? { events.isEmpty ? nil : events.joined(separator: " ") }
}

extension TwiML.StatusCallback? {
    fileprivate var attributes: [(StaticString, String?)] {
        [("statusCallback", self?.url), ("statusCallbackEvent", self?.eventList)]
    }
}
