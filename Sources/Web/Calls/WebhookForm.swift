import Desk
import HTTPTypes
import Hummingbird
import NIOCore

/// The form of a webhook: no body counts as an empty one, so that the endpoints can be tried by hand.
struct WebhookForm: Sendable {
    /// Twilio's own limit for TwiML; its requests are far smaller.
    static let limit = 64 * 1024

    let body: FormBody

    init(_ request: Request) async throws {
        let bytes = try await PostedForm.bytes(of: request, limit: Self.limit)
        do throws(FormBodyError) {
            body = try FormBody(bytes.readableBytesView)
        } catch {
            throw Refusal.badForm
        }
    }
}
