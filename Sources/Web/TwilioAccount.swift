package import Desk
package import Secrets
package import Telephony

/// A Twilio account: its six values, and how it is spoken to.
package struct TwilioAccount: Sendable {
    package let keys: AccessToken.Keys
    package let authToken: Secret
    package let phoneNumber: PhoneNumber
    /// Also signs webhooks, while one token takes the other's place.
    package var secondaryAuthToken: Secret?
    package var signature: WebhookSignature.Algorithm = .hmacSHA1
    /// Such as `ie1`; nil for the United States.
    package var region: String?
    /// Where Twilio is entered, such as `dublin`.
    package var edge: String?
    /// Scheme and authority of something that stands in for Twilio's REST API.
    package var apiURL: String?
    package var voiceSDK: VoiceSDK = .file("Public/vendor/twilio.min.js")
    /// Whether pages may tell Twilio how calls sound.
    package var insights = false

    package init(keys: AccessToken.Keys, authToken: Secret, phoneNumber: PhoneNumber) {
        self.keys = keys
        self.authToken = authToken
        self.phoneNumber = phoneNumber
    }

    /// By which Twilio may have signed a webhook.
    package var authTokens: [Secret] { [authToken] + (secondaryAuthToken.map { [$0] } ?? []) }

    /// For the REST API: the API key, which can be taken away without the account.
    package var credentials: TwilioCredentials {
        TwilioCredentials(
            accountSid: keys.accountSid, user: keys.apiKeySid, password: keys.apiSecret, origin: apiOrigin)
    }

    /// Scheme and authority of the REST API.
    package var apiOrigin: String {
        if let apiURL { return apiURL }
        guard let region, let edge = edge ?? Self.usualEdges[region] else { return "https://api.twilio.com" }
        return "https://api.\(edge).\(region).twilio.com"
    }

    /// The edge next to each region that has one.
    package static let usualEdges = ["ie1": "dublin", "au1": "sydney"]
}

/// Where pages get Twilio's Voice JavaScript SDK from; it is no part of this project.
package enum VoiceSDK: Sendable, Equatable {
    /// A file of the operator's on this machine.
    case file(String)
    /// On another server of the operator's.
    case url(origin: WebOrigin, path: String)

    package var words: String {
        switch self {
        case .file(let path): path
        case .url(let origin, let path): origin.text + path
        }
    }
}
