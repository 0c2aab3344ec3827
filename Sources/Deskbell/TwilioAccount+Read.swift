import Desk
import Secrets
import Telephony
import Web

extension DeskSettings {
    private static let twilioKeys = [
        "twilio.account.sid", "twilio.auth.token", "twilio.api.key", "twilio.api.secret", "twilio.app.sid",
        "twilio.phone.number",
    ]

    /// All six values, or none.
    static func twilio(_ reader: SettingReader, region: String) throws(Complaint) -> TwilioAccount? {
        let missing = twilioKeys.filter { reader.text($0) == nil }
        guard missing.count < twilioKeys.count else { return nil }
        guard missing.isEmpty else {
            let names = missing.map(SettingReader.name(of:)).joined(separator: ", ")
            throw Complaint("A Twilio account needs six values; \(names) \(missing.count == 1 ? "is" : "are") not set.")
        }
        let keys = AccessToken.Keys(
            accountSid: try sid("AC", "twilio.account.sid", reader), apiKeySid: try sid("SK", "twilio.api.key", reader),
            apiSecret: Secret(reader.text("twilio.api.secret") ?? ""),
            applicationSid: try sid("AP", "twilio.app.sid", reader))
        return TwilioAccount(
            keys: keys, authToken: Secret(reader.text("twilio.auth.token") ?? ""),
            phoneNumber: try phoneNumber(reader, region: region))
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
