import Desk
import Hummingbird
import Telephony

extension VoiceRoutes {
    /// What follows a `<Dial>`: the caller hears why there was no talk, then the call ends.
    @Sendable func dialed(_ request: Request, context: AppContext) async throws -> Response {
        let form = try await WebhookForm(request).body
        switch form.first("DialCallStatus") {
        case "busy", "no-answer", "failed", "canceled":
            return Self.response(TwiML([.say("Nobody could answer this call. Please try again later."), .hangup]))
        default:
            return Self.response(TwiML([.hangup]))
        }
    }
}
