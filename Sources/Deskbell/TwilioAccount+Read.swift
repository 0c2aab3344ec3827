import Desk
import Secrets
import Telephony
import Web

extension DeskSettings {
    private static let twilioKeys = [
        "twilio.account.sid", "twilio.auth.token", "twilio.api.key", "twilio.api.secret", "twilio.app.sid",
        "twilio.phone.number",
    ]

    /// What only an account gives a meaning to.
    private static let furtherKeys = [
        "twilio.auth.token.secondary", "twilio.webhook.signature", "twilio.region", "twilio.edge", "twilio.api.url",
        "twilio.voice.sdk", "twilio.insights",
    ]

    /// All six values, or none.
    static func twilio(_ reader: SettingReader, root: String, region: String) throws(Complaint) -> TwilioAccount? {
        let missing = twilioKeys.filter { reader.text($0) == nil }
        guard missing.count < twilioKeys.count else {
            guard let set = furtherKeys.first(where: { reader.text($0) != nil }) else { return nil }
            throw reader.wrong(set, "is set, but no Twilio account is")
        }
        guard missing.isEmpty else {
            let names = missing.map(SettingReader.name(of:)).joined(separator: ", ")
            throw Complaint("A Twilio account needs six values; \(names) \(missing.count == 1 ? "is" : "are") not set.")
        }
        var keys = AccessToken.Keys(
            accountSid: try sid("AC", "twilio.account.sid", reader), apiKeySid: try sid("SK", "twilio.api.key", reader),
            apiSecret: Secret(reader.text("twilio.api.secret") ?? ""),
            applicationSid: try sid("AP", "twilio.app.sid", reader))
        keys.region = reader.text("twilio.region").flatMap { $0 == "us1" ? nil : $0 }
        var account = TwilioAccount(
            keys: keys, authToken: try authToken(reader), phoneNumber: try phoneNumber(reader, region: region))
        try account.readWays(reader, root: root)
        return account
    }

    /// API keys sign no webhooks; a desk that took one for the token would refuse every call.
    private static func authToken(_ reader: SettingReader) throws(Complaint) -> Secret {
        let token = reader.text("twilio.auth.token") ?? ""
        guard token != reader.text("twilio.api.secret"), token != reader.text("twilio.api.key") else {
            throw reader.wrong(
                "twilio.auth.token", "must be the account's auth token, which signs webhooks, and nothing of an API key"
            )
        }
        return Secret(token)
    }

    /// Two letters and 32 hexadecimal digits.
    private static func sid(_ prefix: String, _ key: String, _ reader: SettingReader) throws(Complaint) -> String {
        let text = reader.text(key) ?? ""
        let digits = text.utf8.dropFirst(2)
        guard text.hasPrefix(prefix), digits.count == 32, digits.allSatisfy(isHexadecimal) else {
            throw reader.wrong(key, "must be \(prefix) and 32 hexadecimal digits")
        }
        return text
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
    }

    private static func phoneNumber(_ reader: SettingReader, region: String) throws(Complaint) -> PhoneNumber {
        do throws(PhoneNumberProblem) {
            return try PhoneNumber.parse(reader.text("twilio.phone.number") ?? "", region: region)
        } catch {
            throw reader.wrong("twilio.phone.number", "must be a phone number such as +14155550100")
        }
    }
}
