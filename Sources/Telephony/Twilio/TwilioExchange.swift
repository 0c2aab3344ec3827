/// One request to Twilio and what came of it, for records.
package struct TwilioExchange: Sendable, Equatable {
    package let method: String
    /// Without the account, without a query, without names of rooms.
    package let path: String
    /// Nil where no answer came.
    package let status: Int?
    /// By which Twilio's support finds it.
    package let requestID: String?
    package let milliseconds: Int
    /// Twilio's error code.
    package let code: Int?
    /// Why there is no answer, in a word.
    package let problem: String?
}
