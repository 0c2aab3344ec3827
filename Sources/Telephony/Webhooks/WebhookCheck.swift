package import Secrets

/// Decides whether a request is Twilio's, and of our account.
package struct WebhookCheck: Sendable {
    /// What of a request is signed, and by what it says so.
    package struct Request: Sendable {
        package let url: String
        package let signature: String?
        /// `X-Twilio-Webhooks-Signature-Settings`, as of 2026.
        package let signatureSettings: String?
        package let body: WebhookSignature.Body

        package init(url: String, signature: String?, signatureSettings: String?, body: WebhookSignature.Body) {
            self.url = url
            self.signature = signature
            self.signatureSettings = signatureSettings
            self.body = body
        }
    }

    private let signature: WebhookSignature
    private let algorithm: WebhookSignature.Algorithm
    private let accountSid: String

    package init(accountSid: String, authTokens: [Secret], algorithm: WebhookSignature.Algorithm) {
        signature = WebhookSignature(authTokens: authTokens, algorithm: algorithm)
        self.algorithm = algorithm
        self.accountSid = accountSid
    }

    /// What is wrong with a request; nil for one of Twilio's.
    ///
    /// The owner of the number, app or call signs, with its own token. A form that names another account is therefore
    /// none of ours, however it is signed; that it does so also explains best why a signature is not right.
    package func fault(in request: Request) -> WebhookFault? {
        guard let given = request.signature else { return .notSigned }
        if let other = otherAccount(in: request.body) { return .otherAccount(other) }
        guard isOurAlgorithm(request.signatureSettings) else { return .otherAlgorithm }
        return signature.isValid(signature: given, url: request.url, body: request.body) ? nil : .wrongSignature
    }

    /// Whatever stands in the form more than once has to be right each time.
    private func otherAccount(in body: WebhookSignature.Body) -> String? {
        guard case .form(let pairs) = body else { return nil }
        let named = pairs.filter { $0.name.utf8.elementsEqual("AccountSid".utf8) }.map(\.value)
        return named.first { !$0.utf8.elementsEqual(accountSid.utf8) }.map(Self.shown)
    }

    /// A sender that names an algorithm has to name ours; it never chooses one.
    private func isOurAlgorithm(_ settings: String?) -> Bool {
        guard let settings else { return true }
        let names = settings.split(separator: ",").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix("algorithm=") }.map { $0.dropFirst("algorithm=".count) }
        return names.allSatisfy { $0 == (algorithm == .hmacSHA1 ? "HMAC_SHA1" : "HMAC_SHA256") }
    }

    /// As much of a stranger's text as a log should have.
    private static func shown(_ text: String) -> String {
        String(
            decoding: text.utf8.prefix(34).map { (0x30...0x7A).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
