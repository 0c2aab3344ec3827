package import Secrets

/// Checks `X-Twilio-Signature` (https://www.twilio.com/docs/usage/security): that a request was made by Twilio for the
/// account whose auth tokens these are.
package struct WebhookSignature: Sendable {
    /// Chosen by our settings and never by a header, so that nobody can ask for the weaker one.
    package enum Algorithm: String, Sendable, CaseIterable {
        case hmacSHA1 = "sha1"
        case hmacSHA256 = "sha256"
    }

    /// What was sent with the request.
    package enum Body: Sendable {
        /// Nothing, or a GET: the parameters are in the URL.
        case none
        /// The pairs of a form, decoded once, empty and repeated ones included.
        case form([(name: String, value: String)])
        /// Anything else, as it was received; the URL then has to carry its digest as `bodySHA256`.
        case other([UInt8])
    }

    private let keys: [[UInt8]]
    private let algorithm: Algorithm

    /// - Parameter authTokens: one, or two while one takes the other's place; what is empty signs nothing.
    package init(authTokens: [Secret], algorithm: Algorithm = .hmacSHA1) {
        keys = authTokens.map { Array($0.reveal().utf8) }.filter { !$0.isEmpty }
        self.algorithm = algorithm
    }

    /// Whether the signature is right for this request; `url` is the public base URL with the raw request target.
    ///
    /// Twilio signs `https` URLs without their port as a rule and others with it, so that both variants are tried.
    package func isValid(signature: String?, url: String, body: Body) -> Bool {
        guard let signature else { return false }
        let given = Array(signature.utf8)
        let parameters = Self.signedText(of: body)
        let texts = SignedURL(url).variants.map { $0 + parameters }
        let matches = keys.flatMap { key in
            texts.map { constantTimeEquals(given, Array(self.signature(key, $0).utf8)) }
        }
        return matches.contains(true) && isIntact(body, url: url)
    }

    private func signature(_ key: [UInt8], _ text: [UInt8]) -> String {
        switch algorithm {
        case .hmacSHA1: Base64.encode(HMAC.sha1(key: key, text))
        case .hmacSHA256: Base64.encode(HMAC.sha256(key: key, text))
        }
    }

    /// Names and values in the order of their bytes, a pair that is repeated once only.
    private static func signedText(of body: Body) -> [UInt8] {
        guard case .form(let pairs) = body else { return [] }
        let sorted = pairs.map { Pair($0.name, $0.value) }.sorted()
        var text: [UInt8] = []
        var last: Pair?
        for pair in sorted where pair != last {
            text += pair.name + pair.value
            last = pair
        }
        return text
    }

    private func isIntact(_ body: Body, url: String) -> Bool {
        guard case .other(let bytes) = body else { return true }
        guard let claimed = SignedURL(url).bodyDigest else { return false }
        let digest = Digest.sha256(bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return constantTimeEquals(claimed, Array(digest.utf8))
    }
}

/// By bytes: String's own order and equality know other rules than Twilio's.
private struct Pair: Comparable {
    let name: [UInt8]
    let value: [UInt8]

    init(_ name: String, _ value: String) {
        self.name = Array(name.utf8)
        self.value = Array(value.utf8)
    }

    static func < (a: Pair, b: Pair) -> Bool {
        a.name == b.name ? a.value.lexicographicallyPrecedes(b.value) : a.name.lexicographicallyPrecedes(b.name)
    }
}
