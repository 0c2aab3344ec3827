import Foundation

/// TwiML that is being performed for a leg.
struct Script: Sendable {
    enum Track: Sendable {
        /// What the call does.
        case main
        /// What somebody hears who waits for a room to begin.
        case wait
        /// What somebody hears who is held.
        case hold
        /// What is said to a participant in between.
        case announcement
    }

    let id: Int
    let leg: String
    let track: Track
    /// Where it came from, for relative addresses; nil for TwiML without an address.
    var base: URL?
    var verbs: ArraySlice<Document.Verb> = []
    /// Of what is being spoken or played; an alarm for an earlier one means nothing.
    var step = 0
    /// The verb that takes its time, for `loop`.
    var rounds = 0
    /// Its next document replaces a `<Dial>` that has ended: nothing of it is performed.
    var isOver = false
}
