import Desk

/// A call as Twilio has it.
package struct TwilioCall: Sendable, Equatable {
    package enum Status: String, Sendable {
        case queued, initiated, ringing, busy, failed, completed, canceled
        case inProgress = "in-progress"
        case noAnswer = "no-answer"

        package var isOver: Bool {
            switch self {
            case .queued, .initiated, .ringing, .inProgress: false
            case .busy, .failed, .completed, .canceled, .noAnswer: true
            }
        }
    }

    package let sid: String
    /// Nil for a word that is not known here.
    package let status: Status?
    package let to: String
    package let from: String
    package let parentCallSid: String?
    /// Seconds, once it is over.
    package let duration: Int?

    init?(_ object: JSONValue) {
        guard let sid = object["sid"]?.string else { return nil }
        self.sid = sid
        status = object["status"]?.string.flatMap(Status.init)
        to = object["to"]?.string ?? ""
        from = object["from"]?.string ?? ""
        parentCallSid = object["parent_call_sid"]?.string
        // Twilio writes it as a text.
        duration = object["duration"]?.integer ?? object["duration"]?.string.flatMap { Int($0) }
    }
}

/// A call to be placed.
package struct NewTwilioCall: Sendable {
    package var to: String
    package var from: String
    /// Asked for TwiML once somebody answers.
    package var url: String
    package var statusCallback: String?
    package var statusEvents = ["initiated", "ringing", "answered", "completed"]
    /// Seconds of ringing.
    package var timeout: Int
    /// Seconds after which it ends.
    package var timeLimit: Int

    package init(to: String, from: String, url: String, statusCallback: String?, timeout: Int, timeLimit: Int) {
        self.to = to
        self.from = from
        self.url = url
        self.statusCallback = statusCallback
        self.timeout = timeout
        self.timeLimit = timeLimit
    }

    var form: TwilioForm {
        var form = TwilioForm()
        form.add("To", to)
        form.add("From", from)
        form.add("StatusCallback", statusCallback)
        if statusCallback != nil { form.add("StatusCallbackEvent", statusEvents) }
        form.add("Timeout", timeout)
        form.add("TimeLimit", timeLimit)
        form.add("Url", url)
        return form
    }
}

/// What can be done to a call that runs.
package enum TwilioCallChange: Sendable, Equatable {
    /// Asks this address for TwiML, in place of whatever the call did.
    case redirect(String)
    /// Ends it, ringing or not.
    case complete
    /// Ends it only while nobody has answered.
    case cancel

    var form: TwilioForm {
        var form = TwilioForm()
        switch self {
        case .redirect(let url):
            form.add("Url", url)
            form.add("Method", "POST")
        case .complete: form.add("Status", "completed")
        case .cancel: form.add("Status", "canceled")
        }
        return form
    }

    var repeating: TwilioRequest.Repeating {
        if case .redirect = self { .harmful } else { .harmless }
    }
}
