/// A TwiML document: what Twilio is to do with a call, verb after verb
/// (https://www.twilio.com/docs/voice/twiml).
package struct TwiML: Equatable, Sendable {
    package let verbs: [Verb]

    package init(_ verbs: [Verb]) {
        self.verbs = verbs
    }

    package enum Verb: Equatable, Sendable {
        /// Speaks a text; `language` as `en-US`, nil for Twilio's default.
        case say(String, language: String? = nil)
        /// Plays a sound file; `loop` 0 is without end.
        case play(url: String, loop: Int? = nil)
        case pause(seconds: Int)
        /// Goes on with the document at `url`, fetched by POST.
        case redirect(url: String)
        case reject(Rejection)
        case record(Recording)
        case dial(Dial)
        case hangup
    }

    package enum Rejection: String, Sendable {
        case rejected
        case busy
    }

    /// Takes a message after a tone; without an `action` Twilio would ask for this same document again, for ever.
    package struct Recording: Equatable, Sendable {
        package var action: String
        /// Longest recording in seconds.
        package var maxLength: Int?
        /// Seconds of silence that end it.
        package var timeout: Int?
        package var playBeep: Bool?
        package var statusCallback: StatusCallback?

        package init(
            action: String, maxLength: Int? = nil, timeout: Int? = nil, playBeep: Bool? = nil,
            statusCallback: StatusCallback? = nil
        ) {
            self.action = action
            self.maxLength = maxLength
            self.timeout = timeout
            self.playBeep = playBeep
            self.statusCallback = statusCallback
        }
    }

    /// Where Twilio tells of progress by POST, and of which events; none is Twilio's default.
    package struct StatusCallback: Equatable, Sendable {
        package var url: String
        package var events: [String]

        package init(url: String, events: [String] = []) {
            self.url = url
            self.events = events
        }
    }
}
