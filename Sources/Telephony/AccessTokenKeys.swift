package import Secrets

extension AccessToken {
    /// Who signs tokens, and for which account and application: Twilio's ids and secret, or ones made here alike.
    package struct Keys: Sendable {
        package let accountSid: String
        package let apiKeySid: String
        package let apiSecret: Secret
        package let applicationSid: String
        /// The account's home region, such as `ie1`; nil for the United States, which tokens do not name.
        package var region: String?

        package init(accountSid: String, apiKeySid: String, apiSecret: Secret, applicationSid: String) {
            self.accountSid = accountSid
            self.apiKeySid = apiKeySid
            self.apiSecret = apiSecret
            self.applicationSid = applicationSid
        }

        /// Keys of a desk without a Twilio account, always the same for one master key.
        package static func local(master: [UInt8]) -> Keys {
            Keys(
                accountSid: sid("AC", master), apiKeySid: sid("SK", master),
                apiSecret: Secret(Base64URL.encode(HKDF.derive(master: master, purpose: "access token secret"))),
                applicationSid: sid("AP", master))
        }

        private static func sid(_ prefix: String, _ master: [UInt8]) -> String {
            let id = HKDF.derive(master: master, purpose: "access token id \(prefix)", count: 16)
            return prefix + id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
