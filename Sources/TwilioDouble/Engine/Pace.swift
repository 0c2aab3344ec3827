/// How long things take that take time at Twilio.
package struct Pace: Sendable {
    /// From the order to call somebody until it rings there.
    package var dialing: Duration = .milliseconds(150)
    /// Until a telephone that answers, or refuses, by itself does so.
    package var reaction: Duration = .milliseconds(400)
    /// One character of a spoken text.
    package var character: Duration = .milliseconds(55)
    /// A file that is played; the double does not measure it.
    package var playing: Duration = .seconds(5)
    /// Until a recording can be fetched.
    package var storing: Duration = .milliseconds(300)
    /// How long a browser whose socket broke may take to come back before its call ends.
    package var vanishing: Duration = .seconds(5)

    package init() {}

    /// Everything nearly at once, for tests that do not want to wait.
    package static var brisk: Pace {
        var pace = Pace()
        pace.dialing = .milliseconds(10)
        pace.reaction = .milliseconds(20)
        pace.character = .milliseconds(1)
        pace.playing = .milliseconds(200)
        pace.storing = .milliseconds(20)
        pace.vanishing = .seconds(1)
        return pace
    }
}
