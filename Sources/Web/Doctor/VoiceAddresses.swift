package import Telephony

/// What Twilio has to be told: where to ask what to do with a call.
package struct VoiceAddresses: Sendable, Equatable {
    /// The TwiML app's: for calls that begin in a browser.
    package let application: TwilioVoiceURL
    /// The number's: for people who ring up.
    package let number: TwilioVoiceURL

    /// Nil while nobody knows how the desk is reached.
    package init?(_ settings: DeskSettings) {
        guard let origin = settings.publicOrigin else { return nil }
        application = TwilioVoiceURL(url: origin.text + Paths.connect)
        number = TwilioVoiceURL(url: origin.text + Paths.callerConnect)
    }
}
