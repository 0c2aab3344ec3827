import Desk
import Web

extension Settings {
    /// What the person at the console should know of settings that are allowed, but unusual.
    var remarks: [String] {
        var remarks: [String] = []
        if !desk.limitsRates { remarks.append("Rate limits for visitors are off (DESKBELL_RATE_LIMITS).") }
        if desk.browserCalls == .twilio {
            remarks.append("Calls between browsers use the embedded line in this version (DESKBELL_BROWSER_CALLS).")
        }
        if desk.twilio != nil && desk.publicOrigin == nil {
            remarks.append("Twilio's requests can only be checked under a public address: set DESKBELL_PUBLIC_URL.")
        }
        if !listensOnLoopback && desk.publicOrigin == nil {
            remarks.append("Browsers on other machines can sign in and call only under DESKBELL_PUBLIC_URL: set it.")
        }
        return remarks
    }
}
