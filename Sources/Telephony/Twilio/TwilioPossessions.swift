package import Desk

/// The account itself.
package struct TwilioAccountState: Sendable, Equatable {
    package let sid: String
    package let name: String
    /// active, suspended or closed.
    package let status: String
    /// Trial or Full.
    package let type: String
    package let ownerSid: String?
    /// What time it is at Twilio.
    package let clock: Timestamp?

    package var isSubaccount: Bool { ownerSid.map { $0 != sid } ?? false }
}

/// A number of the account's.
package struct TwilioNumber: Sendable, Equatable {
    package let sid: String
    package let number: String
    package let voice: TwilioVoiceURL
    /// Answers in place of the URL when set.
    package let applicationSid: String?
    package let trunkSid: String?
}

/// A TwiML app.
package struct TwilioApplication: Sendable, Equatable {
    package let sid: String
    package let name: String
    package let voice: TwilioVoiceURL
}

/// Where Twilio asks what to do with a call, and how.
package struct TwilioVoiceURL: Sendable, Equatable {
    package let url: String
    package let method: String

    package init(url: String, method: String = "POST") {
        self.url = url
        self.method = method
    }

    init(_ object: JSONValue) {
        url = object["voice_url"]?.string ?? ""
        method = object["voice_method"]?.string ?? "POST"
    }

    var form: TwilioForm {
        var form = TwilioForm()
        form.add("VoiceUrl", url)
        form.add("VoiceMethod", method)
        return form
    }
}
