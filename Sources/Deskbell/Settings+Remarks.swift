import Web

extension Settings {
    /// What the person at the console should know of settings that are allowed, but unusual.
    var remarks: [String] {
        var remarks: [String] = []
        if !desk.limitsRates { remarks.append("Rate limits for visitors are off (DESKBELL_RATE_LIMITS).") }
        if desk.twilio != nil && desk.publicOrigin == nil {
            remarks.append("Twilio's requests can only be checked under a public address: set DESKBELL_PUBLIC_URL.")
        }
        if let api = desk.twilio?.apiURL, !api.hasSuffix(".twilio.com") {
            remarks.append("\(api) stands in for Twilio's REST API, and gets the account's API key (TWILIO_API_URL).")
        }
        if !listensOnLoopback && desk.publicOrigin == nil {
            remarks.append("Browsers on other machines can sign in and call only under DESKBELL_PUBLIC_URL: set it.")
        }
        return remarks
    }
}
