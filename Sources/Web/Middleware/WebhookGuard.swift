import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Telephony

/// Lets only requests through that Twilio signed; without an account nothing is signed and nothing is touched.
struct WebhookGuard: RouterMiddleware {
    private let signature: WebhookSignature?
    private let settings: DeskSettings

    private static let header = HTTPField.Name("X-Twilio-Signature")

    init(settings: DeskSettings) {
        self.settings = settings
        signature = settings.twilio.map { WebhookSignature(authToken: $0.authToken) }
    }

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard let signature else { return try await next(request, context) }
        var request = request
        let bytes = try await PostedForm.bytes(of: request, limit: WebhookForm.limit)
        guard isValid(signature, request.head, bytes) else { throw Self.unsigned }
        request.body = .init(buffer: bytes)
        return try await next(request, context)
    }

    private func isValid(_ signature: WebhookSignature, _ head: HTTPRequest, _ bytes: ByteBuffer) -> Bool {
        guard let origin = settings.ownOrigin(host: head.authority), let name = Self.header,
            let body = Self.body(head, bytes)
        else { return false }
        return signature.isValid(
            signature: head.headerFields[name], url: origin + (head.path ?? "/"), body: body)
    }

    /// Nil for a form that cannot be read: it is not what Twilio signed.
    private static func body(_ head: HTTPRequest, _ bytes: ByteBuffer) -> WebhookSignature.Body? {
        let type = head.headerFields[.contentType] ?? ""
        guard type.isEmpty || type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            return .other(Array(bytes.readableBytesView))
        }
        return (try? FormBody(bytes.readableBytesView)).map { .form($0.pairs) }
    }

    private static let unsigned = Refusal(
        status: .forbidden, heading: "This request is not signed",
        words: "Only requests with a valid X-Twilio-Signature are answered here.")
}
