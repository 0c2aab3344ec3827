import Desk
import Logging
import Store
import Telephony

/// The desk's way to telephones: what may be dialled, and the work for the carrier, which is done in the background.
struct PhoneLine: Sendable {
    let policy: DialPolicy
    let caps: CallCaps
    let client: TwilioClient
    let queue: CarrierQueue
    let logger: Logger

    /// False while Twilio does not answer.
    var isPossible: Bool { client.isReachable }

    var state: ServerMessage { Self.state(isPossible: isPossible) }

    static func state(isPossible: Bool) -> ServerMessage {
        .phone(
            possible: isPossible, words: isPossible ? nil : "Phone calls are not possible now. Everything else works.")
    }

    /// Makes the carrier's room what the call is.
    func settle(_ call: CallID) { queue.add(.settle(call)) }

    /// Ends a leg that nobody carries any more.
    func drop(_ sid: String, endsRoom: String?) { queue.add(.drop(sid, endsRoom: endsRoom)) }

    /// Tells a customer on hold that their agent was lost.
    func announceLoss(_ call: CallID) { queue.add(.announceLoss(call)) }

    /// Raises the alarm when four fifths of what one agent or the desk may call in a day are used.
    func watch(_ tally: CallTally) {
        if tally.byAgent == Self.alarm(caps.perAgentAndDay) { alarm("agent", tally.byAgent, of: caps.perAgentAndDay) }
        if tally.byDesk == Self.alarm(caps.perDay) { alarm("desk", tally.byDesk, of: caps.perDay) }
    }

    private static func alarm(_ cap: Int64) -> Int64 { max(1, cap - cap / 5) }

    private func alarm(_ whose: String, _ calls: Int64, of cap: Int64) {
        logger.warning(
            "telephone calls near the day's limit",
            metadata: ["of": .string(whose), "calls": .stringConvertible(calls), "limit": .stringConvertible(cap)])
    }
}
