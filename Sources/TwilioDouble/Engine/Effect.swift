package import Desk

/// What the exchange wants done outside of it.
package enum Effect: Sendable {
    case webhook(Webhook)
    case alarm(Alarm, after: Duration)
    /// A message for a page with a socket.
    case tell(page: String, JSONValue)
}

/// One request to the desk.
package struct Webhook: Sendable {
    package enum Purpose: Sendable, Equatable {
        /// The answer is TwiML for this script.
        case document(script: Int)
        /// Nothing depends on the answer.
        case notice
    }

    /// Absolute; a fragment holds Twilio's overrides and is not sent.
    package let url: String
    package let method: String
    package let parameters: [(name: String, value: String)]
    package let purpose: Purpose
    /// What it tells of: notices of one line are delivered in their order.
    package let line: String
}

/// What came of a request for TwiML.
package enum WebhookOutcome: Sendable {
    case answered(status: Int, contentType: String?, body: String)
    /// One of Twilio's error codes, and why.
    case failed(code: Int, words: String)
}

/// Something that is to happen later; one that has become meaningless is ignored when it comes.
package enum Alarm: Sendable, Hashable {
    case ring(call: String)
    case react(call: String)
    case ringOut(call: String)
    case timeLimit(call: String)
    case step(script: Int, step: Int)
    case recorder(call: String, step: Int)
    case stored(recording: String)
    case tokenExpiry(page: String, at: Int)
    case vanished(page: String)
}

/// Something the desk did wrong, or that Twilio would write into its debugger.
package struct Problem: Sendable {
    package let at: Timestamp
    package let code: Int
    package let words: String
    package let call: String?
}
