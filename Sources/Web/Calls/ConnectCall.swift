import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Store
import Telephony

extension VoiceRoutes {
    /// Where a voice client's call goes: a page of ours into its call's room, a plain client's to a telephone if it is an
    /// agent's, any other to the agents.
    @Sendable func connect(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        if let key = form.first("leg"), !key.isEmpty { return try await join(key, form) }
        let asked = ConnectRequest(from: form.first("From"), phoneNumber: form.first("phoneNumber"))
        let plan = asked.plan(
            policy: policy, callerID: settings.twilio?.phoneNumber, region: settings.region,
            trustsAbsentFrom: settings.twilio == nil, longestSeconds: settings.longestCallSeconds)
        if let refusal = try await refusal(of: plan, sid: form.first("CallSid")) {
            return Self.response(TwiML([.say(refusal), .hangup]))
        }
        return Self.response(plan.twiML(action: base + Paths.dialed))
    }

    /// A plain client goes past the hub, and not past its limits.
    private func refusal(of plan: CallPlan, sid: String?) async throws -> String? {
        guard settings.twilio != nil, let sid, !sid.isEmpty else { return nil }
        do {
            switch plan {
            case .bridgeToPhone: try await store.claimDialling(sid: sid, caps: settings.callCaps)
            case .ringAgents: try await store.claimRinging(sid: sid)
            case .refuse: break
            }
            return nil
        } catch DialRefusal.dayLimit {
            return "Sorry, this desk has placed as many calls today as it may."
        } catch is DialRefusal {
            return "Sorry, too many calls are waiting. Please try again in a minute."
        }
    }

    /// A page comes with the key that the desk gave it; the same call again gets the same answer.
    private func join(_ key: String, _ form: FormBody) async throws -> Response {
        guard settings.twilio != nil, let sid = form.first("CallSid"), !sid.isEmpty,
            let wired = try await store.joinRoom(key: key, sid: sid),
            let call = try await store.call(wired.call), let leg = call.leg(wired.leg), let room = call.room
        else { return Self.response(TwiML([.say("This call is over."), .hangup])) }
        let waits = leg.isCustomer && leg.side == .caller
        return Self.response(
            waits ? twiML.customer(leg.id, room: room.name) : twiML.party(leg, room: room.name))
    }

    static func response(_ twiML: TwiML) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/xml; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: twiML.rendered())))
    }
}
