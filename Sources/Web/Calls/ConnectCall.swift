import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Telephony

extension VoiceRoutes {
    /// A plain voice client or a number that points here: an agent's call reaches a telephone, any other the agents.
    @Sendable func connect(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        let asked = ConnectRequest(from: form.first("From"), phoneNumber: form.first("phoneNumber"))
        let plan = asked.plan(
            policy: policy, callerID: settings.twilio?.phoneNumber, region: settings.region,
            trustsAbsentFrom: settings.twilio == nil)
        return Self.response(plan.twiML(action: Paths.dialed))
    }

    static func response(_ twiML: TwiML) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/xml; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: twiML.rendered())))
    }
}
