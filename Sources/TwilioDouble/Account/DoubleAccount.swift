import Secrets
import Telephony

/// The one account that the double knows: made up, always the same, and valid in form.
///
/// The ids are put together so that nobody takes them for credentials that leaked.
package enum DoubleAccount {
    private static let digits = String(repeating: "de5cbe11", count: 4)

    package static let sid = "AC" + digits
    package static let apiKey = "SK" + digits
    package static let applicationSid = "AP" + digits
    package static let numberSid = "PN" + digits
    package static let apiSecret = "the-double-tells-its-secret-here"
    package static let authToken = "the-double-signs-with-this-token"
    package static let phoneNumber = "+14155550100"

    /// What a desk needs in its `.env` to use the double at `double` and be reached at `desk`.
    package static func environment(double: String, desk: String) -> [(name: String, value: String)] {
        [
            ("TWILIO_ACCOUNT_SID", sid), ("TWILIO_AUTH_TOKEN", authToken), ("TWILIO_API_KEY", apiKey),
            ("TWILIO_API_SECRET", apiSecret), ("TWILIO_APP_SID", applicationSid),
            ("TWILIO_PHONE_NUMBER", phoneNumber), ("TWILIO_API_URL", double),
            ("TWILIO_VOICE_SDK", double + "/sdk/twilio.min.js"), ("DESKBELL_PUBLIC_URL", desk),
        ]
    }

    static let keys = AccessToken.Keys(
        accountSid: sid, apiKeySid: apiKey, apiSecret: Secret(apiSecret), applicationSid: applicationSid)
}
