/// A message that a caller left, as its ticket's timeline keeps it; the sound itself stays with the carrier.
package struct Voicemail: Sendable, Equatable, Codable {
    /// The 128 random bits by which pages name the recording.
    package let key: String
    package let seconds: Int64

    package init(key: String, seconds: Int64) {
        self.key = key
        self.seconds = seconds
    }

    /// Such as *Voicemail, 12 s*.
    package var words: String { "Voicemail, \(CallWords.duration(seconds))" }

    /// The problem of a ticket that was made for the message.
    package var description: String { "Voicemail of \(CallWords.duration(seconds)). Listen to it below." }
}
