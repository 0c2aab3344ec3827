import Telephony

/// How a call at Genesys stands, for the desk's records.
struct GenesysReport: Sendable, Equatable {
    enum State: String, Sendable {
        case ringing, live, held, ended
    }

    /// The conversation's id at Genesys.
    let call: String
    let state: State
    let isInbound: Bool
    let number: String?
    let name: String?
    let ticket: Int?
    /// Why it is over: hangup, rejected, missed, cancelled, busy, failed or lost.
    let reason: String?
    /// Who ended it, where that is known.
    let isEndedByAgent: Bool?

    init(_ call: GenesysCalls.Call) {
        self.init(call, state: Self.state(of: call), reason: nil, isEndedByAgent: nil)
    }

    /// Of one that is over by this event.
    init(_ call: GenesysCalls.Call, endedBy event: GenesysEvent) {
        let (reason, isEndedByAgent) = Self.ending(of: call, by: event)
        self.init(call, state: .ended, reason: reason, isEndedByAgent: isEndedByAgent)
    }

    private init(_ call: GenesysCalls.Call, state: State, reason: String?, isEndedByAgent: Bool?) {
        self.call = call.conversationID
        self.state = state
        isInbound = call.direction == .inbound
        number = call.number
        name = call.facts.userData["name"]
        ticket = call.facts.userData["ticket"].flatMap { Int($0) }
        self.reason = reason
        self.isEndedByAgent = isEndedByAgent
    }

    private static func state(of call: GenesysCalls.Call) -> State {
        switch call.state {
        case .ringing, .dialing: .ringing
        case .established: .live
        case .held: .held
        }
    }

    private static func ending(of call: GenesysCalls.Call, by event: GenesysEvent) -> (String, Bool?) {
        let isByAgent = [.hangup, .reject, .completeTransfer].contains(call.asked)
        if event.reason == "lost" { return ("lost", nil) }
        switch call.state {
        case .established, .held: return ("hangup", isByAgent ? true : ended[event.reason?.lowercased() ?? ""])
        case .ringing: return ringingEnding(call, event, isByAgent)
        case .dialing: return dialingEnding(event, isByAgent)
        }
    }

    /// By Genesys Cloud's types of disconnection: whether it was the agent.
    private static let ended = ["peer": false, "client": true, "endpoint": true, "transfer": true]

    private static func ringingEnding(
        _ call: GenesysCalls.Call, _ event: GenesysEvent, _ isByAgent: Bool
    ) -> (String, Bool?) {
        if isByAgent { return ("rejected", true) }
        return event.name == .diverted ? ("missed", nil) : ("cancelled", false)
    }

    private static func dialingEnding(_ event: GenesysEvent, _ isByAgent: Bool) -> (String, Bool?) {
        if isByAgent { return ("cancelled", true) }
        let words = (event.reason ?? "").lowercased()
        if event.name == .destinationBusy || words.contains("busy") { return ("busy", nil) }
        return (words.contains("fail") || words.contains("error") ? "failed" : "missed", nil)
    }
}
