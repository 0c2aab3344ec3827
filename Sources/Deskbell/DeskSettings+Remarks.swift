import Desk
import Web

extension DeskSettings {
    /// What the person at the console should know of settings that are allowed, but unusual.
    var remarks: [String] {
        var remarks: [String] = []
        if !limitsRates { remarks.append("Rate limits for visitors are off (DESKBELL_RATE_LIMITS).") }
        if browserCalls == .twilio {
            remarks.append("Calls between browsers use the embedded line in this version (DESKBELL_BROWSER_CALLS).")
        }
        if twilio != nil && publicOrigin == nil {
            remarks.append("Twilio's requests can only be checked under a public address: set DESKBELL_PUBLIC_URL.")
        }
        return remarks
    }
}
