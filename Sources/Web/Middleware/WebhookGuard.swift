import Desk
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Telephony

/// Lets only requests through that Twilio signed; without an account nothing is signed and nothing is touched.
struct WebhookGuard: RouterMiddleware {
    private let check: WebhookCheck?
    private let settings: DeskSettings

    private static let signature = HTTPField.Name("X-Twilio-Signature")
    private static let signatureSettings = HTTPField.Name("X-Twilio-Webhooks-Signature-Settings")

    init(settings: DeskSettings) {
        self.settings = settings
        check = settings.twilio.map {
            WebhookCheck(accountSid: $0.keys.accountSid, authTokens: $0.authTokens, algorithm: $0.signature)
        }
    }

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard let check else { return try await next(request, context) }
        var request = request
        let bytes = try await PostedForm.bytes(of: request, limit: WebhookForm.limit)
        if let fault = fault(check, request.head, bytes) {
            log(fault, request.head, context.logger)
            throw Self.refusal
        }
        request.body = .init(buffer: bytes)
        return try await next(request, context)
    }

    private func fault(_ check: WebhookCheck, _ head: HTTPRequest, _ bytes: ByteBuffer) -> WebhookFault? {
        guard let url = url(of: head), let body = Self.body(head, bytes) else { return .unreadable }
        return check.fault(
            in: .init(
                url: url, signature: Self.signature.flatMap { head.headerFields[$0] },
                signatureSettings: Self.signatureSettings.flatMap { head.headerFields[$0] }, body: body))
    }

    /// The address that Twilio was told: the desk's public one, whatever a proxy made of it, and the target as it came.
    private func url(of head: HTTPRequest) -> String? {
        settings.ownOrigin(host: head.authority).map { $0 + (head.path ?? "/") }
    }

    /// Nil for a form that cannot be read: it is not what Twilio signed.
    private static func body(_ head: HTTPRequest, _ bytes: ByteBuffer) -> WebhookSignature.Body? {
        let type = head.headerFields[.contentType] ?? ""
        guard type.isEmpty || type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            return .other(Array(bytes.readableBytesView))
        }
        return (try? FormBody(bytes.readableBytesView)).map { .form($0.pairs) }
    }

    /// What nobody even signed is a scanner's, and no operator's trouble.
    private func log(_ fault: WebhookFault, _ head: HTTPRequest, _ logger: Logger) {
        let url = String((url(of: head) ?? "unknown").prefix(500))
        logger.log(
            level: fault == .notSigned ? .info : .warning, "a webhook was refused",
            metadata: ["why": .string(fault.words), "url": .string(url)])
    }

    private static let refusal = Refusal(
        status: .forbidden, heading: "This request is not signed",
        words: "Only requests with a valid X-Twilio-Signature are answered here.")
}
