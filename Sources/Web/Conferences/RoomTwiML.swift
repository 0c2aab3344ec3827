import Desk
import Store
import Telephony

/// What Twilio is told to do with the legs of a hub.
struct RoomTwiML: Sendable {
    /// Scheme and authority for the URLs; empty where they can be relative.
    let base: String
    let music: String

    /// How a caller waits for the first agent, and leaves with the room.
    func customer(_ leg: LegID, room: String) -> TwiML {
        dial(
            TwiML.Conference(
                room: room, label: Self.label(leg), startOnEnter: false, endOnExit: true, beep: false,
                waitURL: base + Paths.conferenceWait, statusCallback: progress), action: base + Paths.dialed)
    }

    /// How somebody else joins: agents, of whom the one who was handed the customer is told to close the room later, and
    /// customers who were called.
    func party(_ leg: Leg, room: String) -> TwiML {
        let isCalled = leg.isCustomer && leg.side == .callee
        return dial(
            TwiML.Conference(
                room: room, label: Self.label(leg.id), startOnEnter: true, endOnExit: leg.isCustomer,
                beep: false, waitURL: isCalled || !leg.isCustomer ? "" : base + Paths.conferenceWait,
                statusCallback: progress), action: nil)
    }

    /// The greeting once, then music without end.
    func waiting(isAgain: Bool) -> TwiML {
        let greeting = TwiML.Verb.say(
            "Thank you for calling. Please hold the line: somebody will be with you in a moment.")
        let music = TwiML.Verb.play(url: base + self.music)
        return TwiML((isAgain ? [] : [greeting]) + [music, .redirect(url: base + Paths.conferenceWait + "?again=1")])
    }

    func hold() -> TwiML {
        TwiML([.play(url: base + music), .redirect(url: base + Paths.conferenceHold)])
    }

    func loss() -> TwiML {
        TwiML([.say("We lost the connection to your agent. Please stay on the line: we are calling the others.")])
    }

    /// - Parameter call: the key under which the recording is told.
    func voicemail(call: String?) -> TwiML {
        let query = call.map { "?call=\($0)" } ?? ""
        return TwiML([
            .say("Nobody can take your call now. Please leave a message after the tone, and we will call you back."),
            .record(
                TwiML.Recording(
                    action: base + Paths.recorded, maxLength: 180, timeout: 5, playBeep: true,
                    statusCallback: .init(url: base + Paths.recording + query, events: ["completed", "absent"]))),
            .say("We did not hear a message. Goodbye."), .hangup,
        ])
    }

    private func dial(_ conference: TwiML.Conference, action: String?) -> TwiML {
        TwiML([.dial(TwiML.Dial([.conference(conference)], action: action))])
    }

    /// Only the first participant's is used: everybody brings it.
    private var progress: TwiML.StatusCallback {
        TwiML.StatusCallback(
            url: base + Paths.conferenceStatus, events: ["start", "end", "join", "leave", "mute", "hold", "modify"])
    }

    static func label(_ leg: LegID) -> String { "leg-\(leg)" }

    static func leg(label: String) -> LegID? {
        label.hasPrefix("leg-") ? LegID(text: String(label.dropFirst("leg-".count))) : nil
    }
}
