import Desk

/// Somebody in a room, or on the way into it.
package struct TwilioParticipant: Sendable, Equatable {
    package enum Status: String, Sendable {
        case queued, connecting, ringing, connected, complete, failed
    }

    package let callSid: String
    package let conferenceSid: String
    package let label: String?
    package let status: Status?
    package let isMuted: Bool
    package let isHeld: Bool
    package let endsConference: Bool

    init?(_ object: JSONValue) {
        guard let callSid = object["call_sid"]?.string, let conferenceSid = object["conference_sid"]?.string else {
            return nil
        }
        self.callSid = callSid
        self.conferenceSid = conferenceSid
        label = object["label"]?.string
        status = object["status"]?.string.flatMap(Status.init)
        isMuted = object["muted"]?.bool ?? false
        isHeld = object["hold"]?.bool ?? false
        endsConference = object["end_conference_on_exit"]?.bool ?? false
    }
}

/// Somebody to be called into a room.
package struct NewTwilioParticipant: Sendable {
    package var to: String
    package var from: String
    /// Unique in the room: it keeps the same person from being called twice.
    package var label: String
    package var endOnExit: Bool
    package var startOnEnter = true
    /// Seconds of ringing.
    package var timeout: Int
    /// Seconds after which this leg ends.
    package var timeLimit: Int
    package var statusCallback: String
    package var statusEvents = ["initiated", "ringing", "answered", "completed"]
    /// What a participant hears who is alone; nil for Twilio's music.
    package var waitURL: String?
    /// For events of the room, which takes them of its first participant only.
    package var conferenceCallback: String?

    package init(
        to: String, from: String, label: String, endOnExit: Bool, timeout: Int, timeLimit: Int, statusCallback: String
    ) {
        self.to = to
        self.from = from
        self.label = label
        self.endOnExit = endOnExit
        self.timeout = timeout
        self.timeLimit = timeLimit
        self.statusCallback = statusCallback
    }

    private static let conferenceEvents = ["start", "end", "join", "leave", "mute", "hold", "modify"]

    var form: TwilioForm {
        var form = TwilioForm()
        form.add("From", from)
        form.add("To", to)
        form.add("StatusCallback", statusCallback)
        form.add("StatusCallbackEvent", statusEvents)
        form.add("Label", label)
        form.add("Timeout", timeout)
        form.add("Beep", "false")
        form.add("StartConferenceOnEnter", startOnEnter)
        form.add("EndConferenceOnExit", endOnExit)
        form.add("WaitUrl", waitURL)
        form.add("EarlyMedia", true)
        form.add("ConferenceStatusCallback", conferenceCallback)
        if conferenceCallback != nil { form.add("ConferenceStatusCallbackEvent", Self.conferenceEvents) }
        form.add("TimeLimit", timeLimit)
        return form
    }
}

/// What is to be different for a participant; nil leaves as it is.
package struct TwilioParticipantChange: Sendable, Equatable {
    package var hold: Bool?
    package var holdURL: String?
    package var endOnExit: Bool?
    package var announceURL: String?
    package var muted: Bool?

    package init(
        hold: Bool? = nil, holdURL: String? = nil, endOnExit: Bool? = nil, announceURL: String? = nil,
        muted: Bool? = nil
    ) {
        self.hold = hold
        self.holdURL = holdURL
        self.endOnExit = endOnExit
        self.announceURL = announceURL
        self.muted = muted
    }

    var form: TwilioForm {
        var form = TwilioForm()
        form.add("Muted", muted)
        form.add("Hold", hold)
        form.add("HoldUrl", holdURL)
        if holdURL != nil { form.add("HoldMethod", "POST") }
        form.add("AnnounceUrl", announceURL)
        if announceURL != nil { form.add("AnnounceMethod", "POST") }
        form.add("EndConferenceOnExit", endOnExit)
        return form
    }

    /// An announcement would be heard twice.
    var repeating: TwilioRequest.Repeating { announceURL == nil ? .harmless : .harmful }
}
