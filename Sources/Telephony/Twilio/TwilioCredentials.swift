package import Secrets

/// As whom the REST API is asked, and where it is.
package struct TwilioCredentials: Sendable {
    package let accountSid: String
    /// An API key's id, or the account's own.
    package let user: String
    /// The API key's secret, or the account's auth token.
    package let password: Secret
    /// Scheme and authority, such as `https://api.twilio.com`; nothing else is ever asked.
    package let origin: String

    package init(accountSid: String, user: String, password: Secret, origin: String) {
        self.accountSid = accountSid
        self.user = user
        self.password = password
        self.origin = origin
    }

    var authorization: String { "Basic " + Base64.encode(Array("\(user):\(password.reveal())".utf8)) }
}
