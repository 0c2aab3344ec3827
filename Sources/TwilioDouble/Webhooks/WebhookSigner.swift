import Desk
import Secrets

/// Makes `X-Twilio-Signature` as Twilio does.
package enum WebhookSigner {
    package enum Algorithm: String, Sendable, CaseIterable {
        case sha1, sha256
    }

    /// - Parameters:
    ///   - url: exactly as Twilio was told it, without the fragment; a GET has its parameters in it and none besides.
    ///   - parameters: of the form.
    package static func signature(
        url: String, parameters: [(name: String, value: String)], authToken: String, algorithm: Algorithm = .sha1
    ) -> String {
        let key = Array(authToken.utf8)
        let text = Array(url.utf8) + signedText(parameters)
        switch algorithm {
        case .sha1: return Base64.encode(HMAC.sha1(key: key, text))
        case .sha256: return Base64.encode(HMAC.sha256(key: key, text))
        }
    }

    /// Names and values in the order of their bytes; a value that is repeated under one name counts once.
    private static func signedText(_ parameters: [(name: String, value: String)]) -> [UInt8] {
        let pairs = parameters.map { (Array($0.name.utf8), Array($0.value.utf8)) }.sorted { left, right in
            left.0 == right.0
                ? left.1.lexicographicallyPrecedes(right.1) : left.0.lexicographicallyPrecedes(right.0)
        }
        var text: [UInt8] = []
        var last: ([UInt8], [UInt8])?
        for pair in pairs where last.map({ $0 != pair }) ?? true {
            text += pair.0 + pair.1
            last = pair
        }
        return text
    }
}
