import Desk
import Hummingbird
import Store
import Telephony

extension ConferenceRoutes {
    /// A telephone rings the desk's number: the caller waits in a room named by their call, and the agents are rung.
    @Sendable func connectCaller(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        guard isLive, let sid = form.first("CallSid"), !sid.isEmpty else { return Self.waitingRoom(twiML, form) }
        let caller = Caller(number: form.first("From") ?? "", isVerified: Self.isVerified(form.first("StirVerstat")))
        let arrival = try await switchboard.callFromPhone(sid: sid, caller: caller)
        guard let call = try await store.call(arrival.call), let leg = call.customer else { return Self.done }
        guard arrival.isRinging else { return VoiceRoutes.response(twiML.voicemail(call: call.key)) }
        return VoiceRoutes.response(twiML.customer(leg.id, room: sid))
    }

    /// Only the best attestation says that the number is the caller's own (SHAKEN/STIR, ATIS-1000074).
    private static func isVerified(_ verdict: String?) -> Bool {
        guard let verdict else { return false }
        return verdict.utf8.elementsEqual("TN-Validation-Passed-A".utf8)
    }

    /// What would be answered, for trying it by hand.
    private static func waitingRoom(_ twiML: RoomTwiML, _ form: FormBody) -> Response {
        VoiceRoutes.response(twiML.customer(LegID(1), room: form.first("CallSid") ?? "room"))
    }

    /// Nobody answered: Twilio fetches this for a caller who was sent here.
    @Sendable func voicemail(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        let id = isLive ? try await store.callID(room: form.first("CallSid") ?? "") : nil
        let call = try await id.asyncMap { try await store.call($0) } ?? nil
        return VoiceRoutes.response(twiML.voicemail(call: call?.key))
    }

    /// An agent's telephone answered: it joins the call, if nobody was faster.
    @Sendable func connectAgent(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        guard isLive, let key = context.parameters.get("id"), let sid = form.first("CallSid"),
            let agent = context.parameters.get("agent").flatMap(AgentID.init(text:)),
            let view = try await store.callView(key: key), let leg = view.leg(of: .agent(agent)), leg.phone != nil,
            let room = view.call.room
        else { return VoiceRoutes.response(Self.tooLate) }
        try await news.joined(WiredLeg(call: view.call.id, leg: leg.id), sid: sid)
        guard let joined = try await store.call(view.call.id)?.leg(leg.id), joined.state.isConnected,
            joined.wire.sid == sid
        else { return VoiceRoutes.response(Self.tooLate) }
        return VoiceRoutes.response(twiML.party(joined, room: room.name))
    }

    private static let tooLate = TwiML([.say("This call is over, or somebody else took it."), .hangup])
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
